/** Characters of a route. */
const MAX_LENGTH = 1_000;

/**
 * A route as a page says it, without slashes around it; undefined for one that cannot be part of an address or would
 * lead out of the plugin's own place.
 */
export function cleanRoute(route: string): string | undefined {
  if (route.length > MAX_LENGTH) return undefined;
  const parts = route.split("/").filter((part) => part !== "");
  // deno-lint-ignore no-control-regex -- control characters are what is refused
  const bad = parts.some((part) => part === "." || part === ".." || /[\x00-\x1f\x7f\\]/.test(part));
  return bad || !route.isWellFormed() ? undefined : parts.join("/");
}
