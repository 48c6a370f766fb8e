import type { IncomingMessage } from "node:http";
import type { Clock } from "../../observe/ports.ts";
import { PackageError } from "../ports.ts";
import { hop, type HopOptions } from "./web_hop.ts";
import { Deadline, type Pace } from "./web_pace.ts";
import { checkedAddresses, type Resolve, resolveByMachine, shown } from "./web_address.ts";

export interface WebOptions extends Pick<HopOptions, "ca" | "reach"> {
  clock: Clock;
  /** For the header `user-agent`. */
  agent: string;
  /** How names are resolved; default is the machine's resolver. */
  resolve?: Resolve;
}

export interface GetOptions {
  maxBytes: number;
  pace: Pace;
  /** The one origin that may be at a private address, and that may speak plain http. */
  privateOrigin?: string;
  signal?: AbortSignal;
  /** Refuse a body with a content-encoding; otherwise it comes encoded, as some servers label every .tgz. */
  plain?: boolean;
}

/** What is known when all has arrived. */
export interface Got {
  bytes: number;
  /** The first server was at a private address. */
  private: boolean;
}

const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Reads from servers that are not trusted: each address is checked, everything has a limit. */
export class Web {
  constructor(readonly options: WebOptions) {}

  /** A whole body in memory; one that is encoded is refused. Throws {@linkcode PackageError}. */
  async bytes(url: URL, options: GetOptions): Promise<Got & { body: Uint8Array<ArrayBuffer> }> {
    const chunks: Uint8Array[] = [];
    const got = await this.stream(url, { ...options, plain: true }, (chunk) => void chunks.push(chunk));
    const body = new Uint8Array(got.bytes);
    let position = 0;
    for (const chunk of chunks) {
      body.set(chunk, position);
      position += chunk.byteLength;
    }
    return { ...got, body };
  }

  /**
   * Hands the body on as it comes, just as it was sent: an encoding is not undone, so nothing can swell. Follows up to
   * three redirects, each checked as the first address was. Throws {@linkcode PackageError}, or the signal's reason.
   */
  async stream(
    url: URL,
    options: GetOptions,
    take: (chunk: Uint8Array) => void | Promise<void>,
  ): Promise<Got> {
    const { clock } = this.options;
    using deadline = new Deadline(clock, options.pace, { what: shown(url), signal: options.signal });
    let target = url;
    let inside: boolean | undefined;
    for (let redirects = 0;; redirects++) {
      const { response, isPrivate } = await this.#open(target, options, deadline);
      inside ??= isPrivate;
      try {
        const next = redirectOf(response, target);
        if (!next) {
          const { maxBytes, plain = false } = options;
          const bytes = await receive(response, { url: target, maxBytes, plain, deadline, take });
          return { bytes, private: inside };
        }
        if (redirects === MAX_REDIRECTS) {
          throw new PackageError("fetch_failed", `"${shown(url)}" led on more than ${MAX_REDIRECTS} times`);
        }
        target = next;
      } finally {
        response.destroy();
      }
    }
  }

  async #open(
    url: URL,
    options: GetOptions,
    deadline: Deadline,
  ): Promise<{ response: IncomingMessage; isPrivate: boolean }> {
    const { resolve = resolveByMachine, ...rest } = this.options;
    using _head = deadline.head();
    const checked = await deadline.race(checkedAddresses(url, { resolve, ...pick(options.privateOrigin) }));
    const response = await hop(url, checked.addresses, { ...rest, signal: deadline.signal });
    return { response, isPrivate: checked.private };
  }
}

function pick(privateOrigin: string | undefined): { privateOrigin?: string } {
  return privateOrigin === undefined ? {} : { privateOrigin };
}

/** Where a redirect leads; undefined for the document itself. */
function redirectOf(response: IncomingMessage, url: URL): URL | undefined {
  const status = response.statusCode ?? 0;
  if (status === 200) return undefined;
  if (!REDIRECTS.has(status)) {
    throw new PackageError("fetch_failed", `"${shown(url)}" answered with status ${status}, expected 200`);
  }
  const { location } = response.headers;
  const target = location === undefined ? null : URL.parse(location, url);
  if (!target) {
    throw new PackageError(
      "fetch_failed",
      `"${shown(url)}" led on to "${(location ?? "").slice(0, 300)}", which is no URL`,
    );
  }
  if (url.protocol === "https:" && target.protocol !== "https:") {
    throw new PackageError("address_refused", `"${shown(url)}" led from https on to "${shown(target)}"`);
  }
  return target;
}

async function receive(
  response: IncomingMessage,
  options: {
    url: URL;
    maxBytes: number;
    plain: boolean;
    deadline: Deadline;
    take: (chunk: Uint8Array) => void | Promise<void>;
  },
): Promise<number> {
  const { url, maxBytes, plain, deadline, take } = options;
  const encoding = response.headers["content-encoding"] ?? "identity";
  if (plain && encoding !== "identity") {
    throw new PackageError(
      "fetch_failed",
      `"${shown(url)}" was sent with the content-encoding "${encoding.slice(0, 50)}", expected none`,
      "The server has to honour accept-encoding: identity",
    );
  }
  const announced = response.headers["content-length"] === undefined ? -1 : Number(response.headers["content-length"]);
  if (announced > maxBytes) throw tooLarge(url, maxBytes);
  let bytes = 0;
  using body = deadline.body();
  const chunks = response[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  for (;;) {
    const { done, value } = await deadline.race(chunks.next()).catch((error) => {
      throw deadline.signal.aborted || error instanceof PackageError
        ? error
        : new PackageError("fetch_failed", `"${shown(url)}" broke off after ${bytes} bytes`, undefined, {
          cause: error,
        });
    });
    if (done) break;
    bytes += value.byteLength;
    body.count(value.byteLength);
    if (bytes > maxBytes) throw tooLarge(url, maxBytes);
    await take(value);
  }
  if (!response.complete || (announced >= 0 && bytes !== announced)) {
    throw new PackageError("fetch_failed", `"${shown(url)}" broke off after ${bytes} of ${announced} bytes`);
  }
  return bytes;
}

function tooLarge(url: URL, maxBytes: number): PackageError {
  return new PackageError("too_large", `"${shown(url)}" has more than the ${maxBytes} bytes that it may have`);
}
