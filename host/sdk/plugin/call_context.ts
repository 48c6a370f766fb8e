import { newEventId } from "../channel/event_id.ts";
import {
  MAX_EVENT_CHARS,
  type OutCallParams,
  type ProgressParams,
  type RelayItem,
  type RoomSendParams,
} from "../channel/protocol.ts";
import { RpcError } from "../errors.ts";
import { CallPush } from "./call_push.ts";
import { CallSchedule } from "./call_schedule.ts";
import type {
  CallOptions,
  Context,
  Events,
  Files,
  Http,
  Kv,
  Log,
  NewPluginEvent,
  PluginDatabase,
  Push,
  Room,
  Schedule,
  Secrets,
  Sockets,
} from "./context.ts";
import { shortened } from "./fingerprint.ts";
import { httpFor } from "./http.ts";
import type { Invocation } from "./invocation.ts";
import { KvTable } from "./kv.ts";
import { CallDatabase } from "./plugin_database.ts";
import type { Processes } from "./process_types.ts";
import { HostProcesses } from "./processes.ts";
import type { Services } from "./services.ts";
import { HostUploads } from "./uploads.ts";

const AUDIENCE = /^(plugins|role:(owner|admin|member|guest|agent)|room:\S{1,200})$/;

/** The context of one invocation. Its parts are made when they are first used: most calls use two or three. */
export class CallContext implements Context {
  readonly #services: Services;
  readonly #call: Invocation;
  #db: CallDatabase | undefined;
  #kv: Kv | undefined;
  #files: Files | undefined;

  constructor(services: Services, call: Invocation) {
    this.#services = services;
    this.#call = call;
  }

  get plugin() {
    return this.#services.plugin;
  }
  get caller() {
    return this.#call.caller;
  }
  get signal() {
    return this.#call.origin.signal;
  }
  get log(): Log {
    return this.#services.log;
  }
  get db(): PluginDatabase {
    return this.#database;
  }
  get kv(): Kv {
    return this.#kv ??= new KvTable(this.#database, () => this.#services.clock.now());
  }
  get files(): Files {
    const { files, link } = this.#services;
    return this.#files ??= files.with(new HostUploads(link, this.#call.origin.id));
  }
  get secrets(): Secrets {
    return this.#services.secrets;
  }
  get settings(): Readonly<Record<string, unknown>> {
    return this.#services.settings;
  }
  get http(): Http {
    return httpFor(this.#call.origin.signal);
  }
  get schedule(): Schedule {
    return new CallSchedule(this.#services, (item) => this.#database.write(() => this.#services.outbox.add(item)));
  }
  get push(): Push {
    return new CallPush((item) => this.#database.write(() => this.#services.outbox.add(item)));
  }

  get events(): Events {
    return { publish: (event) => this.#publish(event) };
  }

  get sockets(): Sockets {
    return { room: (id) => this.#room(id) };
  }

  get traceparent(): string | undefined {
    return this.#call.traceparent;
  }

  get process(): Processes {
    return new HostProcesses(this.#services.link, this.#services.log, {
      signal: this.#call.origin.signal,
      traceparent: this.traceparent,
    });
  }

  get call(): Context["call"] {
    return (method, params, options) => this.#callOut(method, params, options);
  }

  get progress(): Context["progress"] {
    return (done, { total, message } = {}) => {
      const { id } = this.#call.origin;
      if (id === undefined || this.#call.origin.signal.aborted) return;
      const report: ProgressParams = { parent: id, progress: done };
      if (total !== undefined) report.total = total;
      if (message !== undefined) report.message = message;
      this.#services.link.notify("progress", report);
    };
  }

  get background(): Context["background"] {
    return (work) => work(this.#services.background(`background of ${this.#call.what}`));
  }

  get #database(): CallDatabase {
    return this.#db ??= new CallDatabase(this.#services.store, this.#services.keys, this.#call);
  }

  #callOut<T>(method: string, params: unknown = {}, options: CallOptions = {}): Promise<T> {
    const { link, clock } = this.#services;
    const call = this.#call;
    const place = call.calls++;
    const key = options.key ?? (call.key === undefined ? undefined : `${call.key}/${place}`);
    const left = call.deadline === undefined ? undefined : Math.max(1, call.deadline - clock.now());
    const timeoutMs = Math.min(options.timeoutMs ?? Infinity, left ?? Infinity);
    const message: OutCallParams = { method, params };
    if (call.origin.id !== undefined) message.parent = call.origin.id;
    if (key !== undefined) message.key = key;
    if (timeoutMs !== Infinity) message.timeoutMs = timeoutMs;
    const signal = options.signal ? AbortSignal.any([call.origin.signal, options.signal]) : call.origin.signal;
    return link.request<T>("call", message, {
      signal,
      ...(message.timeoutMs === undefined ? {} : { timeoutMs: message.timeoutMs }),
    });
  }

  #publish(event: NewPluginEvent): { id: string } {
    const { plugin, outbox } = this.#services;
    const call = this.#call;
    if (!event.type.startsWith(plugin.id + ".")) {
      throw new RpcError(
        "not_permitted",
        `Event type "${event.type}" is not this plugin's: it must start with "${plugin.id}."`,
      );
    }
    if (event.audience !== undefined && !AUDIENCE.test(event.audience)) {
      throw new RpcError(
        "invalid_params",
        `Audience "${event.audience}" is not valid: expected plugins, role:<role> or room:<id>`,
      );
    }
    const place = call.published++;
    const id = event.id ?? (call.key === undefined ? newEventId() : shortened(`${call.key}/${place}`, 200));
    const { caller, cause } = call;
    const item: RelayItem = {
      kind: "event",
      id,
      type: event.type,
      data: event.data ?? null,
      actor: event.actor ?? caller.id,
      actorkind: event.actorkind ?? (caller.role === "agent" ? "agent" : caller.kind === "user" ? "human" : "system"),
      time: new Date().toISOString(),
    };
    if (event.subject !== undefined) item.subject = event.subject;
    if (event.audience !== undefined) item.audience = event.audience;
    if (cause !== undefined) {
      item.causeid = cause.id;
      item.hops = cause.hops + 1;
    }
    if (call.traceparent !== undefined) item.traceparent = call.traceparent;
    const text = JSON.stringify(item);
    if (text.length > MAX_EVENT_CHARS) {
      throw new RpcError(
        "too_large",
        `The event "${event.type}" has ${text.length} characters of JSON: at most ${MAX_EVENT_CHARS} fit into the log`,
        { hint: "Keep the content yourself and publish where it is" },
      );
    }
    this.#database.write(() => outbox.add(text));
    return { id };
  }

  #room(id: string): Room {
    const { outbox, link, plugin } = this.#services;
    return {
      setMembers: (userIds) => {
        const item: RelayItem = { kind: "room", room: id, members: [...new Set(userIds)] };
        this.#database.write(() => outbox.add(JSON.stringify(item)));
      },
      send: (type, data) => {
        if (!type.startsWith(plugin.id + ".")) {
          throw new RpcError(
            "not_permitted",
            `Message type "${type}" is not this plugin's: it must start with "${plugin.id}."`,
          );
        }
        link.notify("room.send", { room: id, type, data } satisfies RoomSendParams);
      },
    };
  }
}
