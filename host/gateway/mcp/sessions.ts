import {
  type McpHandlerRequestOptions,
  type Server,
  WebStandardStreamableHTTPServerTransport as Transport,
} from "@modelcontextprotocol/server";
import type { Revocation } from "../../identity/ports.ts";
import type { Offer } from "./offer.ts";
import { isRevoked, isSame, type Principal } from "./principal.ts";

/** Sessions of one person, and of all: above it the one that was used longest ago ends. */
const MAX_OF_ONE = 32;
const MAX_SESSIONS = 1_000;
/** Default times of {@linkcode Sessions}. */
const TIMES: SessionTimes = { idleMs: 30 * 60_000, sweepMs: 60_000 };

/** In milliseconds. */
export interface SessionTimes {
  /** A session that nobody has used for so long ends, unless a request of it is open. */
  idleMs: number;
  /** Between two looks. */
  sweepMs: number;
}

interface Session {
  readonly id: string;
  readonly offer: Offer;
  readonly principal: Principal;
  readonly server: Server;
  readonly transport: Transport;
  usedAt: number;
  /** Open requests, the stream for the server's own messages among them. */
  open: number;
}

/** Sessions of the protocol's versions that have them (until 2025-11-25). Without one, a request is served by itself. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #makeServer: (offer: Offer) => Server;
  readonly #times: SessionTimes;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(makeServer: (offer: Offer) => Server, times: SessionTimes = TIMES) {
    this.#makeServer = makeServer;
    this.#times = times;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Serves one request; its body is in `given`. */
  async handle(
    request: Request,
    offer: Offer,
    principal: Principal,
    given: McpHandlerRequestOptions,
  ): Promise<Response> {
    const id = request.headers.get("mcp-session-id");
    if (id === null) {
      if (!begins(given.parsedBody)) return await offer.stateless(request, given);
      return await (await this.#open(offer, principal)).handleRequest(request, given);
    }
    const session = this.#sessions.get(id);
    // Another's session is answered like one that never was.
    if (!session || session.offer !== offer || !isSame(session.principal, principal)) return unknownSession();
    session.usedAt = performance.now();
    session.open++;
    try {
      const response = await session.transport.handleRequest(request, given);
      return withEnd(response, () => {
        session.open--;
        session.usedAt = performance.now();
      });
    } catch (error) {
      session.open--;
      throw error;
    }
  }

  drop(revocation: Revocation): void {
    for (const session of this.#sessions.values()) if (isRevoked(session.principal, revocation)) this.#end(session);
  }

  close(): void {
    for (const session of this.#sessions.values()) this.#end(session);
  }

  async #open(offer: Offer, principal: Principal): Promise<Transport> {
    this.#makeRoom(principal);
    const server = this.#makeServer(offer);
    const transport: Transport = new Transport({
      sessionIdGenerator: () => crypto.randomUUID(),
      onsessioninitialized: (id) => {
        const session = { id, offer, principal, server, transport, usedAt: performance.now(), open: 0 };
        this.#sessions.set(id, session);
        offer.sessions.add(server);
        this.#timer ??= setInterval(() => this.#sweep(), this.#times.sweepMs);
        server.onclose = () => this.#forget(session);
      },
    });
    await server.connect(transport);
    return transport;
  }

  #makeRoom(principal: Principal): void {
    // The order of the map is that of their beginning; what counts is the last use.
    const byUse = [...this.#sessions.values()].sort((a, b) => a.usedAt - b.usedAt);
    const own = byUse.filter((session) => session.principal.userId === principal.userId);
    if (own.length >= MAX_OF_ONE) this.#end(own[0]!);
    else if (byUse.length >= MAX_SESSIONS) this.#end(byUse[0]!);
  }

  #sweep(): void {
    const before = performance.now() - this.#times.idleMs;
    for (const session of this.#sessions.values()) {
      if (session.open === 0 && session.usedAt < before) this.#end(session);
    }
  }

  #end(session: Session): void {
    this.#forget(session);
    session.server.close().catch(() => {});
  }

  #forget(session: Session): void {
    session.offer.sessions.delete(session.server);
    this.#sessions.delete(session.id);
    if (this.#sessions.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** Does the client ask for a session? */
function begins(body: unknown): boolean {
  const isInitialize = (message: unknown) => (message as { method?: unknown } | null)?.method === "initialize";
  return Array.isArray(body) ? body.some(isInitialize) : isInitialize(body);
}

function unknownSession(): Response {
  const error = { code: -32001, message: "There is no such session: begin a new one with initialize" };
  return Response.json({ jsonrpc: "2.0", error, id: null }, { status: 404 });
}

/** The same response; `ended` is called once, when its body has ended or nobody reads it any more. */
function withEnd(response: Response, ended: () => void): Response {
  if (!response.body) {
    ended();
    return response;
  }
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  response.body.pipeTo(writable).catch(() => {}).finally(ended);
  return new Response(readable, response);
}
