import profiles from "../../schemas/profiles.json" with { type: "json" };

/** Names of the profiles in schemas/profiles.json. */
export const PROFILES: readonly string[] = Object.keys(profiles);

/** Does a bundled plugin begin enabled under this profile? Profiles may name plugins that are not there. */
export function profileIncludes(profile: string, plugin: string): boolean {
  const members = (profiles as Record<string, "all" | string[]>)[profile];
  return members === "all" || (members?.includes(plugin) ?? false);
}
