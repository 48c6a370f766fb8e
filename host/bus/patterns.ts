const SEGMENT = /^[A-Za-z0-9_-]+$/;
const MAX_LENGTH = 200;

/** True for a well-formed event type: two to eight segments of letters, digits, `_` and `-`, joined by dots. */
export function isEventType(type: string): boolean {
  const segments = type.split(".");
  return type.length <= MAX_LENGTH && segments.length >= 2 && segments.length <= 8 &&
    segments.every((segment) => SEGMENT.test(segment));
}

/** True for a well-formed type pattern: like a type, but a segment may be `*` and the last one `**`. */
export function isTypePattern(pattern: string): boolean {
  const segments = pattern.split(".");
  return pattern.length <= MAX_LENGTH && segments.length <= 8 &&
    segments.every((segment, index) =>
      SEGMENT.test(segment) || segment === "*" || (segment === "**" && index === segments.length - 1)
    );
}

/**
 * Makes a matcher of type patterns. `*` stands for one segment, as the last segment for one or more; `**` as the last
 * segment for any tail, also none. Throws a RangeError for a malformed pattern.
 *
 * @example
 * ```ts
 * import { compilePatterns } from "./patterns.ts";
 *
 * const matches = compilePatterns(["chat.message.*", "github.*.opened"]);
 * if (!matches("chat.message.sent") || !matches("github.issues.opened")) throw new Error("should match");
 * if (matches("chat.channel.created") || matches("github.issues.closed")) throw new Error("should not match");
 * ```
 */
export function compilePatterns(patterns: string[]): (type: string) => boolean {
  const exact = new Set<string>();
  const sources: string[] = [];
  for (const pattern of patterns) {
    if (!isTypePattern(pattern)) {
      throw new RangeError(
        `"${pattern}" is not a type pattern: write segments joined by dots, with "*" for any one and "**" for any tail`,
      );
    }
    if (pattern.includes("*")) sources.push(toRegExpSource(pattern));
    else exact.add(pattern);
  }
  if (sources.length === 0) return (type) => exact.has(type);
  const expression = new RegExp(`^(?:${sources.join("|")})$`);
  return (type) => exact.has(type) || expression.test(type);
}

function toRegExpSource(pattern: string): string {
  const segments = pattern.split(".");
  const last = segments.pop()!;
  const head = segments.map((segment) => segment === "*" ? "[^.]+" : segment).join("\\.");
  if (last === "**") return head === "" ? ".+" : `${head}(?:\\..+)?`;
  const tail = last === "*" ? ".+" : last;
  return head === "" ? tail : `${head}\\.${tail}`;
}
