import { lookup } from "node:dns/promises";
import { PackageError } from "../ports.ts";
import { addressClass } from "./address_class.ts";

/** All addresses of a name; rejects when there is none. */
export type Resolve = (name: string) => Promise<string[]>;

/** Addresses of one server, each of which may be connected to. */
export interface CheckedAddresses {
  addresses: string[];
  /** They lie in a private network. */
  private: boolean;
}

/** Connections are tried to so many addresses of a name. */
const MAX_ADDRESSES = 4;

/** The machine's own resolver, with its hosts file. */
export async function resolveByMachine(name: string): Promise<string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}

/**
 * Resolves a URL's host and holds every answer against the rules: private addresses only where `privateOrigin` is the
 * URL's own origin, plain http only there. The connection has to go to one of the answered addresses, so that a name
 * which points elsewhere a moment later changes nothing. Throws {@linkcode PackageError} `address_refused` or
 * `fetch_failed`.
 */
export async function checkedAddresses(
  url: URL,
  options: { resolve: Resolve; privateOrigin?: string },
): Promise<CheckedAddresses> {
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw refused(url, `has the scheme "${url.protocol}"`, "Only https is read, and http in a private network");
  }
  if (url.username !== "" || url.password !== "") {
    throw refused(url, "carries a user name or password", "A registry is read without signing in");
  }
  const addresses = await addressesOf(url, options.resolve);
  const classes = addresses.map(addressClass);
  const never = addresses[classes.indexOf("never")];
  if (never !== undefined) {
    throw refused(url, `leads to the address ${never}`, "No registry is at such an address");
  }
  const inside = addresses[classes.indexOf("private")];
  if (inside !== undefined && url.origin !== options.privateOrigin) {
    throw refused(
      url,
      `leads to the private address ${inside}`,
      "A private address is read only of a registry that an admin has added, and only at that registry's own origin",
    );
  }
  if (url.protocol === "http:" && classes.includes("public")) {
    throw refused(url, "is plain http over the internet", "Use https: anybody on the way could change what is sent");
  }
  return { addresses: addresses.slice(0, MAX_ADDRESSES), private: inside !== undefined };
}

async function addressesOf(url: URL, resolve: Resolve): Promise<string[]> {
  const { hostname } = url;
  if (hostname.startsWith("[")) return [hostname.slice(1, -1)];
  if (/^\d+\.\d+\.\d+\.\d+$/.test(hostname)) return [hostname];
  let addresses: string[] = [];
  let cause: unknown;
  try {
    addresses = await resolve(hostname);
  } catch (error) {
    cause = error;
  }
  if (addresses.length > 0) return addresses;
  throw new PackageError("fetch_failed", `The name "${hostname}" has no address`, "Is it spelled right?", { cause });
}

/** A URL as it may be shown: a query may hold a token. */
export function shown(url: URL): string {
  return `${url.origin}${url.pathname}`.slice(0, 300);
}

function refused(url: URL, what: string, hint: string): PackageError {
  return new PackageError("address_refused", `"${shown(url)}" ${what}`, hint);
}
