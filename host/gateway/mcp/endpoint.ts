import type { Revocation } from "../../identity/ports.ts";
import type { Logger } from "../../observe/ports.ts";
import { decodeBody, MAX_BATCH, MAX_BODY_BYTES, parseJson } from "../../rpc/mod.ts";
import { RpcError } from "../../sdk/errors.ts";
import { readBody } from "../body.ts";
import type { Guard } from "../guard.ts";
import { errorResponse, refusal } from "../responses.ts";
import type { Visit } from "../visit.ts";
import { rateOf, type Who } from "../who.ts";
import type { Address } from "./offer.ts";
import type { McpParts } from "./ports.ts";
import { principalOf } from "./principal.ts";
import { challenge } from "./protected_resource.ts";
import type { Serving } from "./serving.ts";
import { Streams } from "./streams.ts";

const PATH = /^\/mcp(?:\/([a-z][a-z0-9-]{1,39}))?$/;

/** What {@linkcode McpEndpoint} needs. */
export interface McpEndpointOptions {
  parts: McpParts;
  guard: Guard;
  /** Who makes a request; throws `unauthenticated` for nobody. */
  who(visit: Visit): Promise<Who>;
  /** The same later on, with the same credentials; undefined for nobody. */
  whoAgain(visit: Visit): () => Promise<Who | undefined>;
  publicUrl: string;
  version: string;
  logger: Logger;
  /** Milliseconds after which those behind open streams are authenticated again. */
  recheckMs: number;
}

/** `/mcp` and `/mcp/<plugin>`. What implements the protocol is loaded with the first request. */
export class McpEndpoint {
  readonly #options: McpEndpointOptions;
  readonly #streams: Streams;
  #serving: Promise<Serving> | undefined;
  #closed = false;

  constructor(options: McpEndpointOptions) {
    this.#options = options;
    this.#streams = new Streams(options.recheckMs);
  }

  async serve(visit: Visit): Promise<Response> {
    const { request } = visit;
    const refused = this.#refusal(visit);
    if (refused) return refused;
    let who: Who;
    try {
      who = await this.#options.who(visit);
    } catch (error) {
      if (!(error instanceof RpcError) || error.kind !== "unauthenticated") throw error;
      const tokenGiven = /^bearer \S/i.test(request.headers.get("authorization") ?? "");
      return errorResponse(error, { "www-authenticate": challenge(visit, this.#options.publicUrl, tokenGiven) });
    }
    const address = this.#address(visit);
    const principal = principalOf(who);
    if (!this.#streams.hasRoom(principal)) {
      throw new RpcError("rate_limited", "Too many MCP streams are open: close some", { retryAfterMs: 10_000 });
    }
    const body = request.method === "POST" ? await bodyOf(visit) : undefined;
    if (body instanceof Response) return body;
    const again = this.#options.whoAgain(visit);
    const { traceparent } = visit;
    const response = await (await this.#load()).handle({
      request,
      body,
      address,
      principal,
      who: {
        caller: who.caller,
        rate: rateOf(who),
        ...(traceparent === undefined ? {} : { traceparent }),
      },
    });
    response.headers.set("x-content-type-options", "nosniff");
    if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
    if (!response.headers.get("content-type")?.startsWith("text/event-stream")) return response;
    return this.#streams.watch(response, principal, async () => {
      const now = await again();
      return now && principalOf(now);
    });
  }

  /** Ends the streams and sessions of what may no longer be trusted. */
  drop(revocation: Revocation): void {
    this.#streams.drop(revocation);
    this.#serving?.then((serving) => serving.drop(revocation), () => {});
  }

  /** Prometheus text. */
  async metrics(): Promise<string> {
    const sessions = (await this.#serving)?.sessions ?? 0;
    return [
      "# HELP bulkhead_mcp_sessions MCP sessions that are open.",
      "# TYPE bulkhead_mcp_sessions gauge",
      `bulkhead_mcp_sessions ${sessions}`,
      "# HELP bulkhead_mcp_streams MCP streams that are open.",
      "# TYPE bulkhead_mcp_streams gauge",
      `bulkhead_mcp_streams ${this.#streams.size}`,
      "",
    ].join("\n");
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#streams.close();
    await (await this.#serving)?.close();
  }

  /** What can be refused before it is known who asks. */
  #refusal(visit: Visit): Response | undefined {
    const { request } = visit;
    // A stream is opened by GET, and a browser would send the cookie along.
    if (this.#options.guard.isForeign(visit)) return refusal(403, "Another site may not do this");
    if (!["GET", "POST", "DELETE"].includes(request.method)) {
      return refusal(405, "MCP takes GET, POST and DELETE", { allow: "GET, POST, DELETE" });
    }
    if (this.#closed) return refusal(503, "The host is stopping");
  }

  #address(visit: Visit): Address {
    const prefix = PATH.exec(visit.path)?.[1];
    if (prefix === undefined && visit.path !== "/mcp") {
      throw new RpcError("not_found", `Nothing is served at "${visit.path.slice(0, 200)}"`);
    }
    const { parts } = this.#options;
    if (prefix !== undefined && !Object.hasOwn(parts.plugins(), prefix)) {
      const anybody = { kind: "system", id: "host", name: "host", role: "owner" } as const;
      if (!parts.router.visible(anybody).some(({ name }) => name.startsWith(`${prefix}.`))) {
        throw new RpcError("not_found", `There is no plugin "${prefix}"`);
      }
    }
    return { ...(prefix === undefined ? {} : { prefix }), searchOnly: /(^|&)tools=search(&|$)/.test(visit.query) };
  }

  #load(): Promise<Serving> {
    return this.#serving ??= import("./serving.ts").then(({ Serving }) => new Serving(this.#options));
  }
}

/** The parsed body of a POST, or what to answer when it is none. */
async function bodyOf({ request }: Visit): Promise<unknown> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") return refusal(415, 'The content type of a message must be "application/json"');
  try {
    const body = parseJson(decodeBody(await readBody(request, MAX_BODY_BYTES)));
    if (!Array.isArray(body) || body.length <= MAX_BATCH) return body;
    throw new RpcError("invalid_request", `A batch has at most ${MAX_BATCH} messages`);
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    const { code, message } = error;
    const status = error.kind === "too_large" ? 413 : 400;
    return Response.json({ jsonrpc: "2.0", id: null, error: { code, message } }, { status });
  }
}
