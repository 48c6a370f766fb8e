import type { BusEvent, Caller, PushNotification, Role, ScheduleSpec, StoredFileInfo } from "../channel/protocol.ts";
import type { Processes } from "./process_types.ts";
import type { When } from "./schedule_spec.ts";

/** What a handler works with. Made for each call; its parts may be destructured. */
export interface Context {
  /** This plugin's id, and the version that its manifest names. */
  readonly plugin: { readonly id: string; readonly version: string };
  /** Who the call is made for. In `setup`, events, hooks and schedules: the plugin itself. */
  readonly caller: Caller;
  /** Aborts when the caller took the call back, its deadline passed, or the plugin stops. */
  readonly signal: AbortSignal;
  /** The plugin's log, in the cockpit and in `bulkhead logs`; `console.*` goes there as well. */
  readonly log: Log;
  /** The plugin's own SQLite database, `data.db` in its data folder. */
  readonly db: PluginDatabase;
  /** Small JSON values by key. */
  readonly kv: Kv;
  /** The plugin's own files, and those that people give it and get from it. */
  readonly files: Files;
  /** What `permissions.secrets` lists and an owner has set. */
  readonly secrets: Secrets;
  /** The present settings; a change is seen by the next access. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Announces what has happened. */
  readonly events: Events;
  /** Reaches the hosts in `permissions.net`. */
  readonly http: Http;
  /** Rooms: who sees what, and messages to those who look just now. */
  readonly sockets: Sockets;
  /** W3C trace context of the call or event being served; programs that it starts get it as TRACEPARENT. */
  readonly traceparent?: string | undefined;
  /** Runs the programs in `permissions.process`. */
  readonly process: Processes;
  /** Timers of this process, and durable schedules. */
  readonly schedule: Schedule;
  /** Notifications to people's devices, also while they have no page open. */
  readonly push: Push;
  /**
   * Calls a method of another plugin or of the host (`chat.message.send`, `host.user.list`). Needs the method in
   * the manifest's `permissions.call`; made while serving a person, that person must be allowed to as well.
   * Rejects with RpcError.
   */
  call<T = unknown>(method: string, params?: unknown, options?: CallOptions): Promise<T>;
  /**
   * Says how far the call is, to callers that want to know (agents over MCP). `done` grows with each report; `total` is
   * what it is at the end, where that is known. Costs nothing where nobody listens, and nothing waits for it.
   */
  progress(done: number, options?: { total?: number; message?: string }): void;
  /**
   * Runs work that belongs to the plugin and not to this call: with its own rights (role member, what was granted)
   * instead of the caller's, and outside of the call's idempotency key. For filling caches and the like.
   */
  background<T>(work: (ctx: Context) => T): T;
}

/** How a call out of the plugin is made. */
export interface CallOptions {
  /** A repeat with the same key gets the first call's result. Default inside a keyed call: the place of this call in it. */
  key?: string;
  /** Milliseconds; default and cap is what is left of the call being served. */
  timeoutMs?: number;
  /** Takes the call back, which then rejects with RpcError `cancelled`. The call being served takes it back as well. */
  signal?: AbortSignal;
}

/** Structured log records; `fields` are searchable. */
export interface Log {
  /** For whoever looks for a fault. */
  debug(message: string, fields?: Record<string, unknown>): void;
  /** What happened, as expected. */
  info(message: string, fields?: Record<string, unknown>): void;
  /** It goes on, and somebody should look. */
  warn(message: string, fields?: Record<string, unknown>): void;
  /** Something that was asked for could not be done. */
  error(message: string, fields?: Record<string, unknown>): void;
  /** A logger whose source has `.part` behind it. */
  child(part: string): Log;
}

/** What a column holds and a parameter takes. There are no booleans: 0 and 1 stand for them. */
export type SqlValue = string | number | bigint | null | Uint8Array;
/** Positional values, or one record for named ones (`:name`). */
export type SqlParams = SqlValue[] | [Record<string, SqlValue>];

/** SQLite: WAL, synchronous FULL, foreign keys on. Statements are prepared once and kept by their text. */
export interface PluginDatabase {
  /** All rows. */
  all<T = Record<string, unknown>>(sql: string, ...params: SqlParams): T[];
  /** The first row, or undefined. */
  get<T = Record<string, unknown>>(sql: string, ...params: SqlParams): T | undefined;
  /** For what answers no rows. `changes`: how many rows it touched; `lastInsertRowid`: of the row that was added last. */
  run(sql: string, ...params: SqlParams): { changes: number; lastInsertRowid: number };
  /** Several statements without parameters. */
  exec(sql: string): void;
  /** The same calls on one statement. */
  prepare(sql: string): Statement;
  /**
   * Runs `work` in one transaction: kept when it returns, undone when it throws. `work` must be synchronous.
   * In an asynchronous handler the transaction is on disk when this returns, together with the call's key, so
   * that a repeated call does not run it again; what it returns must then be JSON.
   */
  transaction<T>(work: () => T): T;
}

/** A statement that is prepared once. */
export interface Statement {
  /** All rows. */
  all<T = Record<string, unknown>>(...params: SqlParams): T[];
  /** The first row, or undefined. */
  get<T = Record<string, unknown>>(...params: SqlParams): T | undefined;
  /** For what answers no rows. */
  run(...params: SqlParams): { changes: number; lastInsertRowid: number };
}

/** Small JSON values by key, in the plugin's database and in the same transaction as `ctx.db`. */
export interface Kv {
  /** The value, or undefined when there is none or its time is over. */
  get<T = unknown>(key: string): T | undefined;
  /** `ttlMs`: forgotten after this many milliseconds; 0 = never (default). */
  set(key: string, value: unknown, options?: { ttlMs?: number }): void;
  /** True when it was there. */
  delete(key: string): boolean;
  /** In order of key. */
  list<T = unknown>(options?: { prefix?: string; limit?: number }): { key: string; value: T }[];
}

/** The plugin's own folder `files/`. Names are relative, with `/` between parts; one that leaves the folder is refused. */
export interface Files {
  /** The bytes. Rejects with RpcError `not_found` when there is no such file. */
  read(name: string): Promise<Uint8Array>;
  /** The same as UTF-8. */
  readText(name: string): Promise<string>;
  /** Replaces the file as a whole: a crash leaves the old or the new one. Makes folders as needed. */
  write(name: string, content: Uint8Array | string): Promise<void>;
  /** True when it was there. */
  remove(name: string): Promise<boolean>;
  /** Names below `folder` in order; default all. */
  list(folder?: string): Promise<string[]>;
  /** Absolute path, for libraries that want one. */
  path(name: string): string;
  /** What people have uploaded for this plugin and what it gives them to download. Needs `permissions.files`. */
  readonly uploads: Uploads;
}

/** A file that the host keeps for the plugin; people read it at `/files/<id>`. */
export type Upload = StoredFileInfo;

/** Who may read a file besides its owner: nobody, people of a role or a stronger one, members of a room of this plugin. */
export type Audience = "owner" | `role:${Role}` | `room:${string}`;

/**
 * Files outside the compartment, kept by the host: uploaded by a page with `POST /files/<plugin>?name=…`, whose answer
 * carries the id, and downloaded at `/files/<id>`. Together they count towards the plugin's `storageMb`.
 */
export interface Uploads {
  /** One of this plugin's files; undefined when there is none. */
  get(id: string): Promise<Upload | undefined>;
  /** In order of id. `limit` 1 to 200, default 50. */
  list(options?: { after?: string; limit?: number }): Promise<Upload[]>;
  /**
   * Keeps what somebody uploaded and says who may read it. Only in a call of that same person; what nobody keeps
   * within a day is removed. Called again it changes the audience.
   */
  keep(id: string, audience: Audience): Promise<Upload>;
  /** Makes a file of its own. `type` is a media type; the bytes have the last word. Default audience: `owner`, nobody. */
  create(file: {
    name: string;
    type?: string;
    content: Uint8Array | string | ReadableStream<Uint8Array>;
    audience?: Audience;
  }): Promise<Upload>;
  /** The bytes, from `from` up to `to`, read as they are taken. */
  stream(id: string, range?: { from?: number; to?: number }): Promise<ReadableStream<Uint8Array>>;
  /** All bytes at once. */
  read(id: string): Promise<Uint8Array>;
  /** True when it was there. */
  remove(id: string): Promise<boolean>;
}

/** Secrets that the manifest declares and an owner has set. */
export interface Secrets {
  /** Undefined when nobody has set it, or it was not granted. */
  get(name: string): string | undefined;
  /** Throws RpcError `precondition_failed`, reason `secret_missing`, when it is not set. */
  require(name: string): string;
}

/** An event as a plugin announces it. */
export interface NewPluginEvent {
  /** Starts with the plugin's id: `chat.message.sent`. */
  type: string;
  /** Events of one subject are delivered in order. Default: one order per type. */
  subject?: string;
  /** JSON, at most 1 MiB: keep what is larger, and say where it is. */
  data: unknown;
  /** The log keeps one event per source and id. Default: made from the call's key, else random. */
  id?: string;
  /** Who may see it: `plugins` (default), `role:<role>`, `room:<id>` of this plugin. */
  audience?: string;
  /** Default: the caller's id. */
  actor?: string;
  /** Default: what the caller is. */
  actorkind?: BusEvent["actorkind"];
}

/** `ctx.events`. */
export interface Events {
  /**
   * Writes the event into the plugin's outbox, in the transaction that is open (else in one of its own); it
   * reaches the log after the commit, also when the process dies in between, and once.
   * Answers the event's id. Throws RpcError: `not_permitted` for a type that does not begin with the plugin's id,
   * `too_large`, `invalid_params` for an audience that is none. A type that the manifest does not list under
   * `permissions.publish` is refused by the host afterwards, which the log tells.
   */
  publish(event: NewPluginEvent): { id: string };
}

/** `fetch` towards the hosts in the manifest's `permissions.net`. */
export interface Http {
  /** Like the web's fetch, aborted with `ctx.signal`. A host that is not granted rejects with RpcError `not_permitted`. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
}

/** `ctx.sockets`. */
export interface Sockets {
  /** A room of this plugin; there is no need to make it. Needs the room in `permissions.sockets`. */
  room(id: string): Room;
}

/** People who see what is published with audience `room:<id>`. */
export interface Room {
  /** Names the members, all of them, by user id. Kept like an event: in the transaction, in order, durable. */
  setMembers(userIds: string[]): void;
  /** A volatile message (typing …) to members who are connected now: lost for all others. `type` starts with the plugin's id. */
  send(type: string, data: unknown): void;
}

/** `ctx.push`. */
export interface Push {
  /**
   * Tells somebody on the devices where they turned notifications on; nobody else hears of it. Kept like an event: in the
   * transaction that is open, sent after the commit, also when the process dies in between. Needs `permissions.push`.
   * Throws TypeError for what does not fit.
   */
  send(notification: PushNotification): void;
}

/** Work at times: timers of this process, and durable schedules that the host keeps. */
export interface Schedule {
  /**
   * Calls back again and again, the first time after one interval; never twice at once. The same name replaces. Like
   * `after` it ends with the process, and what fell into a stop is not made up for.
   */
  every(name: string, interval: string | number, work: ScheduledWork): void;
  /** Calls back once. The same name replaces. */
  after(name: string, delay: string | number, work: ScheduledWork): void;
  /** Cancels a timer of this process; true when there was one. */
  cancel(name: string): boolean;
  /**
   * Sets a durable schedule: it outlives the process and the host, wakes a lazy plugin, and waits while the plugin is off.
   * Its handler stands under the same name in `definePlugin({ schedules })`; `"reminder:42"` is one of many for the handler
   * `reminder`. Kept like an event: in the transaction that is open, in order. The same name replaces; setting the same
   * again changes nothing, so `setup` may do it at each start. At most 1,000 at once.
   * Throws TypeError when there is no such handler or the time is none.
   */
  set(name: string, when: When, data?: unknown): void;
  /** Ends a durable schedule, in the transaction that is open. */
  clear(name: string): void;
  /** The durable ones as the host knows them; what this call has set is among them once it is committed. */
  list(): Promise<ScheduleInfo[]>;
}

/** A durable schedule. Times are ISO 8601 in UTC. */
export interface ScheduleInfo {
  /** As it was set. */
  name: string;
  /** As it was set, with `every` in milliseconds and `at` as ISO 8601. */
  when: ScheduleSpec;
  /** As it was set. */
  data: unknown;
  /** Missing when it will not come any more. */
  nextAt?: string;
  /** When it was last due; missing before the first time. */
  lastAt?: string;
  /** Why its last run was given up. */
  lastError?: string;
}

/** Gets a context of its own, acting as the plugin. */
export type ScheduledWork = (ctx: Context) => void | Promise<void>;
