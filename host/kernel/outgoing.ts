import type { Pusher } from "../gateway/ports.ts";
import type { Router } from "../rpc/ports.ts";
import type { Caller, OutCallParams, ProgressParams, RelayParams, RoomSendParams } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import type { ServiceClient, ServiceMethods } from "../services/ports.ts";
import { type Publisher, relay, type RelayParts } from "./relay.ts";

/** Characters of a report that are passed on. */
const MAX_PROGRESS_MESSAGE = 500;

export interface OutgoingParts extends RelayParts {
  router: Pick<Router, "call" | "visible">;
  pusher: Pusher;
  /** Kernel services by channel method. */
  services: ServiceMethods;
}

/** Answers what comes out of one plugin's compartment: calls, events, volatile messages. */
export class Outgoing {
  readonly #publisher: Publisher;
  readonly #parts: OutgoingParts;
  readonly #client: Promise<ServiceClient>;

  /** `client` is there once the process is: its channel is what a service answers on. */
  constructor(publisher: Publisher, parts: OutgoingParts, client: Promise<ServiceClient>) {
    this.#publisher = publisher;
    this.#parts = parts;
    this.#client = client;
  }

  async request(method: string, params: unknown, signal: AbortSignal): Promise<unknown> {
    switch (method) {
      case "call":
        return await this.#call(params as OutCallParams, signal);
      case "relay":
        return await relay(params as RelayParams, this.#publisher, this.#parts);
      default: {
        if (Object.hasOwn(this.#parts.services, method)) return await this.#serve(method, params, signal);
        throw new RpcError("method_not_found", `The host has no channel method "${method}"`);
      }
    }
  }

  async #serve(method: string, params: unknown, signal: AbortSignal): Promise<unknown> {
    const { parent } = (params ?? {}) as { parent?: number };
    const caller = this.#publisher.servings.get(parent)?.caller;
    return await this.#parts.services[method]!({
      client: await this.#client,
      params,
      signal,
      ...(caller ? { caller } : {}),
    });
  }

  notification(method: string, params: unknown): void {
    if (method === "room.send") this.#send(params as RoomSendParams);
    else if (method === "progress") this.#report(params as ProgressParams);
  }

  /** The caller is that of the request being served; without one the plugin acts as itself, with role member. */
  async #call(params: OutCallParams, signal: AbortSignal): Promise<unknown> {
    if (typeof params?.method !== "string") {
      throw new RpcError("invalid_params", `Expected "method": the name of a method`, { path: "/method" });
    }
    const { id, servings } = this.#publisher;
    const through = `plugin:${id}`;
    const serving = servings.get(params.parent);
    const caller: Caller = serving?.caller
      ? { ...serving.caller, via: through }
      : { kind: "plugin", id, name: id, role: "member", via: through };
    return await this.#parts.router.call({
      method: params.method,
      params: params.params ?? {},
      caller,
      through,
      transport: "plugin",
      signal,
      ...(typeof params.key === "string" ? { key: `${through}/${params.key}` } : {}),
      ...(typeof params.timeoutMs === "number" && params.timeoutMs > 0 ? { timeoutMs: params.timeoutMs } : {}),
      ...(serving?.cause ? { cause: serving.cause } : {}),
      ...(serving?.traceparent ? { traceparent: serving.traceparent } : {}),
    });
  }

  /** Only for a call that is being served, and only in the form that callers expect. */
  #report(params: ProgressParams): void {
    const serving = this.#publisher.servings.get(params?.parent);
    const { progress, total, message } = params ?? {};
    if (!serving?.onProgress || typeof progress !== "number" || progress <= (serving.progress ?? -Infinity)) return;
    serving.progress = progress;
    serving.onProgress({
      progress,
      ...(typeof total === "number" ? { total } : {}),
      ...(typeof message === "string" ? { message: message.slice(0, MAX_PROGRESS_MESSAGE) } : {}),
    });
  }

  #send(params: RoomSendParams): void {
    const { id } = this.#publisher;
    if (typeof params?.room !== "string" || typeof params.type !== "string" || !params.type.startsWith(`${id}.`)) {
      return;
    }
    if (!this.#parts.grants.mayUseRoom(id, params.room)) return;
    this.#parts.pusher.push(params.type, params.data, { room: { plugin: id, room: params.room } });
  }
}
