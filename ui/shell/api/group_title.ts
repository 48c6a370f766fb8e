const TITLES: Record<string, string> = {
  host: "Host",
  workflow: "Workflows",
  events: "Live events",
  rpc: "The protocol itself",
};

/** What a group of methods is called: that of a plugin by its id. */
export function groupTitle(name: string): string {
  return TITLES[name] ?? name;
}
