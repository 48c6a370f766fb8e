import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import type { AddressClassOf } from "./ports.ts";

/** Longest address of a subscription. */
export const MAX_ENDPOINT = 1_024;

/** Which push services may be reached. */
export interface ReachRules {
  addressClass: AddressClassOf;
  /** One on this machine, by plain http: for tests and for those who run their own. Default false. */
  loopback?: boolean;
  /** How names are resolved; default the machine's resolver. */
  resolve?: (name: string) => Promise<string[]>;
}

/**
 * What is wrong with the address of a subscription, in words. A browser gets it from its push service, but it comes by way of a
 * call that anybody signed in can make: the host must not be led to its own network by it.
 */
export function endpointFault(endpoint: string, { addressClass, loopback }: ReachRules): string | undefined {
  if (endpoint.length > MAX_ENDPOINT) return `has more than ${MAX_ENDPOINT} characters`;
  const url = URL.parse(endpoint);
  if (!url) return "is no URL";
  if (url.username !== "" || url.password !== "") return "carries a user name or password";
  const { hostname } = url;
  if (loopback && /^(127\.\d+\.\d+\.\d+|localhost)$/.test(hostname)) {
    return /^https?:$/.test(url.protocol) ? undefined : "is neither http nor https";
  }
  if (url.protocol !== "https:") return "is not https";
  const literal = hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal) !== 0 && addressClass(literal) !== "public") return `leads to the address ${literal}`;
  if (isIP(literal) === 0 && !hostname.includes(".")) return "names no server of the internet";
  return undefined;
}

/**
 * The addresses to connect to. Every answer for the name is held against the rules, and the connection goes to one of them, so
 * that a name which leads elsewhere a moment later changes nothing. Rejects with an Error that says what is wrong.
 */
export async function addressesOf(url: URL, rules: ReachRules): Promise<string[]> {
  const name = url.hostname.replace(/^\[|\]$/g, "");
  const isLoopback = rules.loopback === true && /^(127\.\d+\.\d+\.\d+|localhost)$/.test(name);
  if (isLoopback) return [name === "localhost" ? "127.0.0.1" : name];
  const resolve = rules.resolve ?? byMachine;
  const addresses = isIP(name) === 0 ? await resolve(name) : [name];
  const bad = addresses.find((address) => rules.addressClass(address) !== "public");
  if (bad !== undefined) {
    throw new ForbiddenAddress(`"${name}" leads to the address ${bad}, which is not on the internet`);
  }
  if (addresses.length === 0) throw new Error(`The name "${name}" has no address`);
  return addresses.slice(0, 4);
}

/** The push service is nowhere that this host would go to. */
export class ForbiddenAddress extends Error {
  override name = "ForbiddenAddress";
}

async function byMachine(name: string): Promise<string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}
