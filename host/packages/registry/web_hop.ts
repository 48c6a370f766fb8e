import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import type { Clock } from "../../observe/ports.ts";
import { PackageError } from "../ports.ts";
import { shown } from "./web_address.ts";

export interface HopOptions {
  clock: Clock;
  /** Ends it with the signal's reason. */
  signal: AbortSignal;
  /** For the header `user-agent`. */
  agent: string;
  /** Certificates that are trusted; default those of the machine. */
  ca?: string[];
  /** Where a checked address is really reached; tests stand in for the internet with it. */
  reach?: (address: string, port: number) => { address: string; port: number };
}

/** Time for a TCP connection before the next address is tried. */
const CONNECT_MS = 4_000;

/** Reasons to try the next address. */
const UNREACHABLE = new Set(["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT", "EADDRNOTAVAIL"]);

/**
 * Sends one GET to the first of the checked addresses that answers. The name in the URL still counts for TLS and for the
 * header `host`. No cookies, no credentials, no decompression. Throws {@linkcode PackageError} `fetch_failed`.
 */
export async function hop(url: URL, addresses: string[], options: HopOptions): Promise<IncomingMessage> {
  for (const [index, address] of addresses.entries()) {
    try {
      return await request(url, address, options);
    } catch (error) {
      options.signal.throwIfAborted();
      const code = (error as { code?: string }).code ?? "";
      if (!UNREACHABLE.has(code) || index === addresses.length - 1) throw failure(url, error as Error, code);
    }
  }
  throw new PackageError("fetch_failed", `"${shown(url)}" has no address`);
}

function request(url: URL, address: string, options: HopOptions): Promise<IncomingMessage> {
  const secure = url.protocol === "https:";
  const port = Number(url.port || (secure ? 443 : 80));
  const target = options.reach?.(address, port) ?? { address, port };
  const name = url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const outgoing = (secure ? https : http).request({
    host: target.address,
    port: target.port,
    method: "GET",
    path: `${url.pathname}${url.search}`,
    agent: false,
    headers: { host: url.host, accept: "*/*", "accept-encoding": "identity", "user-agent": options.agent },
    ...(secure && isIP(name) === 0 ? { servername: name } : {}),
    ...(secure && options.ca ? { ca: options.ca } : {}),
  });
  const stop = () => {
    outgoing.destroy();
    reject(options.signal.reason);
  };
  const late = options.clock.timer(CONNECT_MS, () => {
    outgoing.destroy();
    reject(Object.assign(new Error(`no connection within ${CONNECT_MS / 1_000} s`), { code: "ETIMEDOUT" }));
  });
  options.signal.addEventListener("abort", stop, { once: true });
  if (options.signal.aborted) stop();
  outgoing.on("socket", (socket) => socket.once("connect", late));
  outgoing.on("close", () => {
    late();
    options.signal.removeEventListener("abort", stop);
    reject(new Error("the connection was closed"));
  });
  outgoing.on("error", reject);
  outgoing.on("upgrade", (_response, socket) => {
    socket.destroy();
    reject(new Error("it changed to another protocol"));
  });
  outgoing.on("response", resolve);
  outgoing.end();
  return promise.finally(late);
}

function failure(url: URL, error: Error, code: string): PackageError {
  const certificate = /CERT|TLS|LEAF|SELF_SIGNED|ISSUER/.test(code);
  const hint = certificate
    ? "Its certificate has to be valid for that name and signed by an authority that this machine trusts"
    : "Is the server up, and is the address right?";
  return new PackageError("fetch_failed", `"${shown(url)}" did not answer: ${error.message}`, hint, { cause: error });
}
