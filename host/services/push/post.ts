import http from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import type { Clock } from "../../observe/ports.ts";

export interface PostRequest {
  url: URL;
  /** Where to connect to; the name in the URL still counts for TLS and for the header `host`. */
  address: string;
  headers: Record<string, string | number>;
  body: Uint8Array;
}

export interface PostOptions {
  clock: Clock;
  /** For the whole of it. */
  timeoutMs: number;
  signal: AbortSignal;
}

/** What a push service said. */
export interface PostAnswer {
  status: number;
  retryAfter: string | undefined;
}

/** Sends one POST, follows nothing, and leaves the body of the answer where it is. Rejects when there is no answer. */
export function post({ url, address, headers, body }: PostRequest, options: PostOptions): Promise<PostAnswer> {
  const secure = url.protocol === "https:";
  const name = url.hostname.replace(/^\[|\]$/g, "");
  const { promise, resolve, reject } = Promise.withResolvers<PostAnswer>();
  const outgoing = (secure ? https : http).request({
    host: address,
    port: Number(url.port || (secure ? 443 : 80)),
    method: "POST",
    path: `${url.pathname}${url.search}`,
    agent: false,
    headers: { ...headers, host: url.host, "content-length": body.byteLength },
    ...(secure && isIP(name) === 0 ? { servername: name } : {}),
  });
  const end = (error: Error) => {
    outgoing.destroy();
    reject(error);
  };
  const late = options.clock.timer(
    options.timeoutMs,
    () => end(new Error(`it did not answer within ${options.timeoutMs / 1_000} s`)),
  );
  const stop = () => end(new Error("the host stops"));
  options.signal.addEventListener("abort", stop, { once: true });
  if (options.signal.aborted) stop();
  outgoing.on("error", reject);
  outgoing.on("close", () => reject(new Error("the connection was closed")));
  outgoing.on("response", (response) => {
    const { "retry-after": retryAfter } = response.headers;
    resolve({ status: response.statusCode ?? 0, retryAfter });
    response.on("error", () => {});
    response.destroy();
  });
  outgoing.end(body);
  return promise.finally(() => {
    late();
    options.signal.removeEventListener("abort", stop);
  });
}
