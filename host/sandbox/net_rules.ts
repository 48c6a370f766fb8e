import special from "../../schemas/special_addresses.json" with { type: "json" };
import { expand6, formatRange4, isPrivate6, parseRange4, type Range4, subtract4 } from "./ip_range.ts";

/** What stands behind `--allow-net` and `--deny-net`. */
export interface NetRules {
  allow: string[];
  deny: string[];
  /** May names be looked up as IPv6 addresses, of which the flags cannot exclude the private ranges? */
  lookUp6: boolean;
  /** What was not granted as asked, or cannot be excluded, for people. */
  remarks: string[];
}

/** All addresses of a name, IPv4 and IPv6; rejects when there is no answer. */
export type Resolve = (name: string) => Promise<string[]>;

/** Ranges that no grant reaches by accident; `--deny-net` compares them with the address that a name resolved to. */
export const PRIVATE_4 = [...special.private.ipv4, ...special.never.ipv4];
/** The flag takes no ranges of IPv6, so the ones that are known by name. */
const PRIVATE_6 = ["[::]", "[::1]"];

/**
 * Turns granted hosts into Deno's flags. A private address is reachable only when a grant names it, by address or as
 * `localhost`. Granted names are resolved here: one with a private IPv6 address is left out, since the flag cannot
 * exclude those ranges. A name may say something else later; so IPv6 addresses are asked for only where a granted name
 * has no other, or the machine has none itself.
 */
export async function netRules(
  granted: string[],
  options: { resolve: Resolve; ownAddresses6?: string[]; only6?: boolean; timeoutMs?: number },
): Promise<NetRules> {
  const allow: string[] = [];
  const remarks: string[] = [];
  const holes: Range4[] = [];
  const named6 = new Set<string>();
  let lookUp6 = options.only6 ?? false;
  await Promise.all(granted.map(async (entry) => {
    const host = hostOf(entry);
    const range = parseRange4(host);
    if (host === "localhost" || host.endsWith(".localhost")) {
      holes.push({ base: 0x7f000001, bits: 32 });
      named6.add("[::1]");
    } else if (range) holes.push(range);
    else if (expand6(host)) named6.add(`[${host}]`);
    else if (host === "*") {
      remarks.push("it may connect to every host; private IPv6 addresses that are not this machine's are not excluded");
    } else if (!host.startsWith("*")) {
      const addresses = await within(options.resolve(host), options.timeoutMs ?? 250);
      const { remark, refused, only6 } = judge(host, addresses);
      if (remark) remarks.push(remark);
      if (refused) return;
      lookUp6 ||= only6;
    }
    allow.push(entry);
  }));
  let ranges = PRIVATE_4.map((text) => parseRange4(text)!);
  for (const hole of holes) ranges = ranges.flatMap((range) => subtract4(range, hole));
  const own6 = (options.ownAddresses6 ?? []).filter((address) => isPrivate6(address)).map((address) => `[${address}]`);
  const deny6 = [...new Set([...PRIVATE_6, ...own6])].filter((address) => !named6.has(address));
  return { allow: allow.sort(), deny: [...ranges.map(formatRange4), ...deny6], lookUp6, remarks };
}

/** What is to be thought of the addresses that a name has now; undefined when they could not be learnt. */
function judge(
  host: string,
  addresses: string[] | undefined,
): { refused: boolean; only6: boolean; remark?: string } {
  if (!addresses) return { refused: false, only6: false, remark: `"${host}" could not be resolved now` };
  const private6 = addresses.find(isPrivate6);
  if (private6) {
    const remark = `"${host}" is left out: it resolves to the private address ${private6}`;
    return { refused: true, only6: false, remark };
  }
  if (addresses.length > 0 && addresses.every((address) => expand6(address) !== undefined)) {
    const remark = `"${host}" has IPv6 addresses only; a private one that it may have later is not excluded`;
    return { refused: false, only6: true, remark };
  }
  const private4 = addresses.find((address) => PRIVATE_4.some((range) => inRange(address, range)));
  if (private4) {
    const remark = `"${host}" resolves to ${private4}, which is private and stays denied`;
    return { refused: false, only6: false, remark };
  }
  return { refused: false, only6: false };
}

function inRange(address: string, range: string): boolean {
  const one = parseRange4(address);
  return one !== undefined && subtract4(one, parseRange4(range)!).length === 0;
}

/** `host`, `host:port`, `[v6]` or `[v6]:port` without port and brackets, in lower case. */
export function hostOf(entry: string): string {
  const v6 = /^\[([^\]]+)\](?::\d+)?$/.exec(entry);
  if (v6) return v6[1]!.toLowerCase();
  return entry.replace(/:\d+$/, "").toLowerCase();
}

async function within(promise: Promise<string[]>, timeoutMs: number): Promise<string[] | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<undefined>((resolve) => timer = setTimeout(() => resolve(undefined), timeoutMs));
  try {
    return await Promise.race([promise.catch(() => undefined), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
