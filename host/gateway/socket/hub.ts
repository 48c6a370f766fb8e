import { setImmediate } from "node:timers";
import type { Audience, EventLog, Rooms } from "../../bus/ports.ts";
import type { Logger } from "../../observe/ports.ts";
import type { Router } from "../../rpc/mod.ts";
import type { BusEvent } from "../../sdk/channel/protocol.ts";
import type { Pusher, PushTarget } from "../ports.ts";
import type { Who } from "../who.ts";
import { CLOSE, Connection, type SocketCounters } from "./connection.ts";
import { Joiner } from "./joiner.ts";
import { Pace } from "./pace.ts";
import { Subscription } from "./subscription.ts";

/** Seconds without a pong after which the runtime gives a socket up. */
const IDLE_TIMEOUT_S = 30;

/** What the hub works with. */
export interface HubDeps {
  router: Router;
  log: Pick<EventLog, "read" | "head" | "oldest" | "watch">;
  audience: Audience;
  rooms: Rooms;
  logger: Logger;
  /** How often it is asked again whether the people behind the sockets are still signed in. */
  recheckMs: number;
}

/** Asks again who it is: undefined or a throw ends the socket. */
export type Recheck = () => Promise<Who | undefined>;

/** All open WebSockets, and the way of events and volatile messages to them. */
export class Hub implements Pusher {
  readonly #deps: HubDeps;
  readonly #connections = new Map<Connection, Recheck>();
  readonly #joiner = new Joiner();
  readonly #counters: SocketCounters = { messages: 0, slowReaders: 0 };
  readonly #subscribed: (() => void)[] = [];
  #dirty: Connection[] = [];
  readonly #pace = new Pace<Connection>((connections) => this.#flush(connections));
  #recheckTimer: ReturnType<typeof setInterval> | undefined;
  readonly #unwatch: () => void;

  constructor(deps: HubDeps) {
    this.#deps = deps;
    this.#unwatch = deps.log.watch((events) => this.#announce(events));
  }

  get size(): number {
    return this.#connections.size;
  }

  /** Takes over an upgrade request; the answer completes the handshake. */
  accept(request: Request, who: Who, recheck: Recheck): Response {
    const { socket, response } = Deno.upgradeWebSocket(request, { idleTimeout: IDLE_TIMEOUT_S });
    const connection = new Connection(socket, who, {
      router: this.#deps.router,
      counters: this.#counters,
      schedule: (dirty, paced) => paced ? this.#pace.add(dirty) : this.#schedule(dirty),
      closing: (gone) => this.#remove(gone),
    });
    socket.onopen = () => this.#add(connection, recheck);
    socket.onmessage = (event) => {
      connection.receive(event.data).catch((error) => {
        this.#deps.logger.error("A message on a WebSocket could not be handled", { error: String(error) });
        connection.close(1011, "Internal error");
      });
    };
    socket.onclose = () => connection.close(1000, "");
    socket.onerror = () => {};
    return response;
  }

  /** Starts `events.subscribe` of one connection; answers the position from which it counts. */
  async subscribe(
    connection: Connection,
    call: object,
    options: { types: string[]; since?: number },
  ): Promise<{ subscription: string; position: number }> {
    const { log, audience } = this.#deps;
    const { types, since = log.head() } = options;
    const { caller } = connection.who;
    const subscription = connection.addSubscription((id) =>
      new Subscription(id, types, since, {
        log,
        audience,
        person: { id: caller.id, role: caller.role },
        send: (event) => connection.send(encodeEvent(event)),
        drained: () => connection.drained(),
      })
    );
    try {
      const page = options.since === undefined ? undefined : await subscription.readFirst();
      connection.afterReply(call, () => {
        if (page === undefined) return subscription.goLive();
        subscription.catchUp(page).catch((error) => {
          this.#deps.logger.warn("A subscription could not catch up", { error: String(error) });
          connection.close(CLOSE.slowReader, "Could not catch up; resume with since");
        });
      });
    } catch (error) {
      connection.removeSubscriptions(subscription.id);
      throw error;
    }
    for (const listener of this.#subscribed) listener();
    return { subscription: subscription.id, position: since };
  }

  push(type: string, data: unknown, to: PushTarget = {}): void {
    let text: string | undefined;
    for (const connection of this.#connections.keys()) {
      if (!connection.wantsVolatile(type) || !this.#isMeant(connection, to)) continue;
      text ??= `{"jsonrpc":"2.0","method":"events.volatile","params":${JSON.stringify({ type, data })}}`;
      connection.send(text);
    }
  }

  wanted(type: string, to: PushTarget = {}): boolean {
    for (const connection of this.#connections.keys()) {
      if (connection.wantsVolatile(type) && this.#isMeant(connection, to)) return true;
    }
    return false;
  }

  onSubscribe(listener: () => void): void {
    this.#subscribed.push(listener);
  }

  /** Closes the sockets of a session, a token or a person; they may come back if they still can sign in. */
  drop(match: { sessionId?: string; tokenId?: string; userId?: string }): void {
    for (const connection of this.#connections.keys()) {
      const { sessionId, tokenId, caller } = connection.who;
      const hit = (match.sessionId !== undefined && match.sessionId === sessionId) ||
        (match.tokenId !== undefined && match.tokenId === tokenId) ||
        (match.userId !== undefined && match.userId === caller.id);
      if (hit) connection.close(CLOSE.sessionEnded, "The session has ended");
    }
  }

  /** Prometheus text. */
  metrics(): string {
    const { messages, slowReaders } = this.#counters;
    return [
      "# HELP bulkhead_websockets WebSockets that are open.",
      "# TYPE bulkhead_websockets gauge",
      `bulkhead_websockets ${this.size}`,
      "# HELP bulkhead_websocket_messages_total Messages sent over WebSockets.",
      "# TYPE bulkhead_websocket_messages_total counter",
      `bulkhead_websocket_messages_total ${messages}`,
      "# HELP bulkhead_websocket_slow_readers_total WebSockets closed because they did not read.",
      "# TYPE bulkhead_websocket_slow_readers_total counter",
      `bulkhead_websocket_slow_readers_total ${slowReaders}`,
      "",
    ].join("\n");
  }

  close(): void {
    this.#unwatch();
    this.#pace.close();
    clearInterval(this.#recheckTimer);
    // What was said last may be why the host stops.
    this.#flush([...this.#connections.keys()]);
    for (const connection of this.#connections.keys()) connection.close(1001, "The host is stopping");
  }

  #add(connection: Connection, recheck: Recheck): void {
    this.#connections.set(connection, recheck);
    this.#recheckTimer ??= setInterval(() => this.#recheckAll(), this.#deps.recheckMs);
  }

  #remove(connection: Connection): void {
    if (!this.#connections.delete(connection) || this.#connections.size > 0) return;
    clearInterval(this.#recheckTimer);
    this.#recheckTimer = undefined;
  }

  /** The safety net behind {@linkcode Hub.drop}: a session can also simply run out, and a role can change. */
  async #recheckAll(): Promise<void> {
    for (const [connection, recheck] of [...this.#connections]) {
      const now = await recheck().catch(() => undefined);
      const { caller } = connection.who;
      if (now?.caller.id === caller.id && now.caller.role === caller.role) continue;
      connection.close(CLOSE.sessionEnded, "The session has ended");
    }
  }

  #announce(events: BusEvent[]): void {
    if (this.#connections.size === 0) return;
    for (const event of events) {
      let text: string | undefined;
      for (const connection of this.#connections.keys()) {
        if (!connection.wants(event)) continue;
        const { id, role } = connection.who.caller;
        if (!this.#deps.audience.allows(event, { id, role })) continue;
        connection.sendPaced(text ??= encodeEvent(event));
      }
    }
  }

  #isMeant(connection: Connection, to: PushTarget): boolean {
    const { id, role } = connection.who.caller;
    if (to.roles && !to.roles.includes(role)) return false;
    return !to.room || this.#deps.rooms.has(to.room.plugin, to.room.room, id);
  }

  #schedule(connection: Connection): void {
    if (this.#dirty.push(connection) > 1) return;
    setImmediate(() => {
      const dirty = this.#dirty;
      this.#dirty = [];
      this.#flush(dirty);
    });
  }

  #flush(connections: Connection[]): void {
    for (const connection of connections) connection.flush(this.#joiner);
    this.#joiner.clear();
  }
}

function encodeEvent(event: BusEvent): string {
  return `{"jsonrpc":"2.0","method":"events.event","params":${JSON.stringify(event)}}`;
}
