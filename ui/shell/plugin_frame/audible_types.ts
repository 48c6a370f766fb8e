import { matchesType } from "../../sdk/page/type_pattern.ts";

/** What a page asked for, held against what its plugin may hear. */
export interface Audible {
  /** Patterns of the plugin that some wanted type could fit: what the connection subscribes to. */
  sources: string[];
  /** Wanted types of which nothing can come. */
  refused: string[];
  /** May this event go to the page, and does it want it? */
  hears(type: string): boolean;
}

/** `allowed` are the plugin's own types and those in its grant. */
export function audibleTypes(wanted: readonly string[], allowed: readonly string[]): Audible {
  return {
    sources: allowed.filter((pattern) => wanted.some((type) => overlap(pattern, type))),
    refused: wanted.filter((type) => !allowed.some((pattern) => overlap(pattern, type))),
    hears: (type) =>
      wanted.some((pattern) => matchesType(pattern, type)) && allowed.some((pattern) => matchesType(pattern, type)),
  };
}

/** Is there a type that fits both patterns? */
export function overlap(left: string, right: string): boolean {
  const [a, b] = [left.split("."), right.split(".")];
  for (let index = 0;; index++) {
    const [x, y] = [a[index], b[index]];
    if (x === "**" || y === "**") return true;
    if (x === undefined || y === undefined) return x === y;
    if (x !== y && x !== "*" && y !== "*") return false;
    // At its end `*` stands for one segment or more.
    const open = (segments: string[]) => segments[index] === "*" && index === segments.length - 1;
    if (open(a) || open(b)) return true;
  }
}
