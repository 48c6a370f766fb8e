import { isIP } from "node:net";

/** How people sign in. */
export type AuthMode = "local" | "oidc" | "proxy" | "dev";
export const AUTH_MODES = ["local", "oidc", "proxy", "dev"] as const satisfies readonly AuthMode[];

export type LogFormat = "text" | "json";

/** Which event log. */
export type BusConfig = { kind: "sqlite" } | { kind: "nats"; servers: string[] };

/** Reads one value; throws an Error whose message says what was expected. */
export type Parse<T> = (text: string) => T;

const expected = (what: string): never => {
  throw new Error(what);
};

/** One of a fixed list. */
export const oneOf = <T extends string>(names: readonly T[]): Parse<T> => (text) =>
  names.find((name) => name === text) ?? expected(`expected one of ${names.join(", ")}`);

export const parsePort: Parse<number> = (text) => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  return port >= 0 && port <= 65_535 ? port : expected("expected a number from 0 to 65535 (0 picks a free one)");
};

/** An address or name to listen on, without port; brackets of IPv6 are taken off. */
export const parseHost: Parse<string> = (text) => {
  const host = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  if (
    isIP(host) !== 0 || /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(host)
  ) {
    // A name made of digits and dots is a mistyped address.
    if (isIP(host) !== 0 || !/^[\d.]+$/.test(host)) return host;
  }
  return expected('expected an address such as "127.0.0.1", "0.0.0.0" or "::", or a host name, without a port');
};

export const parseFolder: Parse<string> = (text) =>
  text.trim() === "" || text.includes("\0") ? expected("expected the path of a folder") : text;

/** Scheme, host and port of a URL; nothing after them. */
export const parsePublicUrl: Parse<string> = (text) => {
  const what = 'expected a URL such as "https://team.example.org", without path, query or user';
  const url = URL.parse(text) ?? expected(what);
  const plain = url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "" &&
    url.password === "";
  return plain && (url.protocol === "https:" || url.protocol === "http:") ? url.origin : expected(what);
};

/** Addresses and ranges, separated by commas. */
export const parseAddresses: Parse<string[]> = (text) => {
  const entries = text.split(",").map((entry) => entry.trim());
  for (const entry of entries) {
    const [address = "", bits, more] = entry.split("/");
    const widest = isIP(address) === 6 ? 128 : 32;
    const range = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widest);
    if (isIP(address) === 0 || !range || more !== undefined) {
      expected(`"${entry}" is no address; expected some such as "10.0.0.5" or "10.0.0.0/8", separated by commas`);
    }
  }
  return entries;
};

export const parseBus: Parse<BusConfig> = (text) => {
  if (text === "sqlite") return { kind: "sqlite" };
  const what = 'expected "sqlite" or "nats://host:port[,host:port…]"';
  if (!text.startsWith("nats://")) expected(what);
  const servers = text.slice("nats://".length).split(",").map((server) => server.replace(/^nats:\/\//, ""));
  if (!servers.every((server) => /^(\[[0-9a-f:]+\]|[a-z0-9.-]+):\d{1,5}$/i.test(server))) expected(what);
  return { kind: "nats", servers };
};

/** One plugin, and where a debugger finds it. */
export interface InspectConfig {
  plugin: string;
  /** `host:port`, always loopback. */
  address: string;
}

/** `chat`, `chat=9230` or `chat=127.0.0.1:9230`. */
export const parseInspect: Parse<InspectConfig> = (text) => {
  const match = /^([a-z][a-z0-9-]{1,39})(?:=(?:(localhost|127(?:\.\d{1,3}){3}|\[::1\]):)?(\d{1,5}))?$/.exec(text);
  const port = Number(match?.[3] ?? 9229);
  if (!match || port < 1 || port > 65_535) {
    return expected('expected the id of a plugin, with a loopback address where that is wanted: "chat=127.0.0.1:9229"');
  }
  const host = match[2] === undefined || match[2] === "localhost" ? "127.0.0.1" : match[2];
  return { plugin: match[1]!, address: `${host}:${port}` };
};

const SWITCH: Record<string, boolean> = {
  true: true,
  on: true,
  yes: true,
  1: true,
  false: false,
  off: false,
  no: false,
  0: false,
};

export const parseSwitch: Parse<boolean> = (text) =>
  Object.hasOwn(SWITCH, text.toLowerCase()) ? SWITCH[text.toLowerCase()]! : expected("expected true or false");

/** Could this word be the value of a switch that stands before it (`--demo false`)? */
export const isSwitchValue = (text: string): boolean => Object.hasOwn(SWITCH, text.toLowerCase());
