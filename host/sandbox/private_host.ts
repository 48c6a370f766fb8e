import { contains4, expand6, isPrivate6, parseRange4 } from "./ip_range.ts";
import { hostOf, PRIVATE_4 } from "./net_rules.ts";

/** Endings of names that mean something inside one network only. */
const LOCAL_ENDINGS = [
  ".localhost",
  ".local",
  ".internal",
  ".intranet",
  ".lan",
  ".home",
  ".home.arpa",
  ".corp",
  ".private",
];

const RANGES = PRIVATE_4.map((text) => parseRange4(text)!);

/**
 * Is this granted host (`name`, `name:port`, `[v6]`) inside the machine or its network, as far as it can be seen by
 * looking? A public name that points inside is caught when it is resolved.
 */
export function isPrivateHost(entry: string): boolean {
  const host = hostOf(entry).replace(/\.$/, "");
  const address = parseRange4(host);
  if (address) return RANGES.some((range) => contains4(range, address));
  if (expand6(host)) return isPrivate6(host);
  // A name of one segment is never public, nor one that ends in a number: 2130706433 and 127.1 are 127.0.0.1.
  return !host.includes(".") || /(^|\.)(\d+|0x[0-9a-f]*)$/.test(host) ||
    LOCAL_ENDINGS.some((ending) => host.endsWith(ending));
}
