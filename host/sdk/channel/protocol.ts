/**
 * The messages between the host and a compartment: JSON-RPC 2.0 in framed stdio.
 * Who speaks is known from the channel; no message carries an identity of its sender.
 *
 * Host to compartment: `init`, `call`, `event`, `schedule`, `hook`, `settings`, `idle`, `drain`, `ping`, and for
 * workflow scripts the `run.*` methods of `host/workflows/protocol.ts`.
 * Compartment to host: `call`, `relay`, `room.send`, `progress`, `log`, `permission.missed`, and for scripts `run.*`.
 */
import type { ErrorReason, RpcErrorObject } from "../errors.ts";

/** Roles of the people, agents and background principals that call methods, weakest first: guest, agent, member, admin, owner. */
export type Role = "owner" | "admin" | "member" | "guest" | "agent";

/** Who a call is made for, as its handler sees it. Made by the host from the channel, never from params. */
export interface Caller {
  /** What calls: a person or agent, a plugin, a script, the host itself. */
  kind: "user" | "plugin" | "workflow" | "system";
  /** User id, plugin id, workflow name, or `host`. */
  id: string;
  /** What to show to people. */
  name: string;
  /** What this call may do. Of a plugin or script: member. */
  role: Role;
  /** The role of the person's account, where an API token has less; without it the same as `role`. */
  accountRole?: Role;
  /** The plugin or workflow (`plugin:<id>`, `workflow:<name>`) that carries the call for this caller. */
  via?: string;
  /** Patterns of methods: all that an API token may call itself. Without it, whatever the role may. */
  scope?: readonly string[];
}

/** One JSON-RPC message on the channel. Ids are small integers, counted by each side for itself. */
export type ChannelMessage =
  | { jsonrpc: "2.0"; id: number; method: string; params?: unknown }
  | { jsonrpc: "2.0"; method: string; params?: unknown }
  | { jsonrpc: "2.0"; id: number; result: unknown }
  | { jsonrpc: "2.0"; id: number; error: RpcErrorObject };

/** `init`: the first request. Answered when the plugin's `setup` has run. */
export interface InitParams {
  kind: "plugin" | "workflow";
  /** Plugin id or workflow name. */
  id: string;
  version: string;
  /** Absolute path of the data folder: the working directory and the only writable place. */
  dataDir: string;
  settings: Record<string, unknown>;
  /** Only the declared and granted ones. */
  secrets: Record<string, string>;
  limits: { callMs: number; maxConcurrent: number; storageMb: number };
  /** Validate results as well as params (always in tests and dev; else sampled). */
  validateResults: boolean;
  /** Only brings the database up to date: nothing of the plugin's own code is run. Default false. */
  migrateOnly?: boolean;
}

/** What a compartment says of itself once it is up. */
export interface InitResult {
  /** Methods by full name (`chat.message.send`). */
  methods: MethodDescriptor[];
  /** Event types or patterns that it consumes. */
  listens: string[];
  /** Hook paths that it serves, `""` for the plugin's root. */
  hooks: string[];
}

/** A method as the router, OpenRPC, MCP and the API page see it. */
export interface MethodDescriptor {
  /** Full name, `<plugin>.<noun>.<verb>`. */
  name: string;
  /** One line for people. */
  summary: string;
  /** What else callers should know; Markdown. */
  description?: string;
  /** JSON Schema (draft 2020-12) of the params object. */
  params: Record<string, unknown>;
  /** JSON Schema of the result. */
  result: Record<string, unknown>;
  /** Who may call it; default is owner, admin, member. */
  roles?: Role[];
  /** `high` marks what may never be granted lightly. Default low. */
  risk?: "low" | "high";
  /** True when it changes nothing. */
  readOnly?: boolean;
  /** Event types that it publishes. */
  emits?: string[];
  /** How it is offered over MCP; default true, as a tool. */
  mcp?: boolean | McpOffer;
  /** Calls as somebody would make them. */
  examples?: MethodExample[];
  /** What it may be refused with, beside what every method may. */
  errors?: MethodError[];
}

/** A call that shows how a method is used. */
export interface MethodExample<P = unknown, R = unknown> {
  /** What it shows, where there is more than one. */
  name?: string;
  /** As they are sent. */
  params: P;
  /** What is answered. */
  result?: R;
}

/** A refusal of a method: a general reason, or one of the method's own under the kind that it belongs to. */
export type MethodError = ErrorReason | { reason: string; kind: ErrorReason; message: string };

/** How a method is offered to agents over MCP, where a tool made of its schemas is not all there is to it. */
export interface McpOffer {
  /**
   * It is a prompt and not a tool: its params are the prompt's arguments (texts), its result is a text, `{text}`, or
   * `{description?, messages}` in the form of MCP.
   */
  prompt?: boolean;
  /** Its result is `{content: [...]}` with content blocks in the form of MCP, such as images; default: JSON is made of it. */
  content?: boolean;
  /** What it answers can be read as a resource as well. */
  resource?: McpResource;
}

/** Makes resources of a method that only reads. */
export interface McpResource {
  /**
   * Address with parameters of the method in braces, each one step of the path: `bulkhead://<plugin>/channels/{channel}`,
   * or with the plugin's id as the scheme: `<plugin>://channels/{channel}`. Without braces it is one resource.
   */
  uri: string;
  /** What to call it; default the method's summary. */
  name?: string;
  /** Default `application/json`; `text/markdown` where `text` or `line` is given. */
  mimeType?: string;
  /** Params of the method that are always the same. */
  params?: Record<string, unknown>;
  /** Member of the result that holds the text, or with `base64` bytes; default: the whole result as JSON. */
  text?: string;
  /** The text is bytes in base64. */
  base64?: boolean;
  /** A result `{items}` is written as one such paragraph an item: `**{author.name}** ({createdAt}): {text}`. */
  line?: string;
  /** The method of the same plugin whose `{items}` are the resources that there are. */
  list?: {
    /** Full name. */
    method: string;
    /** Default none. */
    params?: Record<string, unknown>;
    /** Member of an item for each parameter of the address: `{channel: "id"}`. */
    variables: Record<string, string>;
    /** Members of an item that hold its name and what it is about. */
    name?: string;
    description?: string;
  };
}

/** The event that led to a piece of work: events published in it name it as their cause. */
export interface Cause {
  /** Id of the event. */
  id: string;
  /** How many events led to that one. */
  hops: number;
}

/** `call`, host to compartment: run a method. The reply is the method's result. */
export interface CallParams {
  method: string;
  params: unknown;
  caller: Caller;
  /** Idempotency key made by the host; a repeat is answered from the plugin's own database. */
  key?: string;
  /** Milliseconds left until the deadline. */
  timeoutMs: number;
  traceparent?: string;
  cause?: Cause;
}

/** `call`, compartment to host: call another plugin's or the host's method. */
export interface OutCallParams {
  method: string;
  params: unknown;
  /** Channel id of the host's request whose handler makes this call: its caller's rights bind it. */
  parent?: number;
  /** Suffix by which repeats of this call are recognised; the host puts the caller's identity before it. */
  key?: string;
  timeoutMs?: number;
}

/** `event`, host to compartment: one event for a consumer. A reply acknowledges, an error redelivers. */
export interface EventParams {
  event: BusEvent;
  /** 1 on first delivery. */
  attempt: number;
  /**
   * Set when the plugin was sent back in the log and takes this event once more: how often that happened. What it did then
   * is no repeat of what it has done.
   */
  replay?: number;
}

/** A CloudEvents 1.0 envelope with Bulkhead's extension attributes. */
export interface BusEvent<T = unknown> {
  /** Of CloudEvents. */
  specversion: "1.0";
  /** Known once per source. */
  id: string;
  /** Plugin id, `workflow:<name>` or `host`. */
  source: string;
  /** `<plugin>.<noun>.<past participle>`. */
  type: string;
  /** What it is about; events of one subject come in order. */
  subject?: string;
  /** ISO 8601, UTC. */
  time: string;
  /** Data is always JSON. */
  datacontenttype: "application/json";
  /** What the source says about it. */
  data: T;
  /** Id of who did it. */
  actor?: string;
  /** What that is. */
  actorkind: "human" | "agent" | "system" | "external";
  /** Id of the event that led to this one. */
  causeid?: string;
  /** How many events led here; a loop is cut at the host's limit. */
  hops: number;
  /** W3C trace context of the call that led to it. */
  traceparent?: string;
  /** Position in the log, from 1. */
  seq: number;
  /** `plugins`, `role:<role>` or `room:<id>` (a room of the source plugin). */
  audience: string;
  /** Only this consumer (`plugin:<id>`, `workflow:<name>`) gets it: it stands in for one that failed there. */
  target?: string;
  /** Id of the event whose data somebody edited to make this one. */
  editof?: string;
}

/** Characters of JSON that an event's data may have. */
export const MAX_EVENT_CHARS = 1024 * 1024;

/** One thing that a plugin tells the host after its own commit; applied in order, at least once. */
export type RelayItem =
  | {
    kind: "event";
    /** Event id: the log drops repeats by source and id. */
    id: string;
    type: string;
    subject?: string;
    data: unknown;
    audience?: string;
    actor?: string;
    actorkind?: BusEvent["actorkind"];
    causeid?: string;
    hops?: number;
    /** Of the call or event that led to it. */
    traceparent?: string;
    time: string;
  }
  | { kind: "room"; room: string; members: string[] }
  | {
    kind: "schedule";
    /** Tells one setting from another. */
    id: string;
    name: string;
    /** null ends it. */
    spec: ScheduleSpec | null;
    data?: unknown;
  }
  | ({
    kind: "push";
    /** Tells a repeat from another one. */
    id: string;
  } & PushNotification);

/** What a device shows. */
export interface PushNotification {
  /** User id. */
  to: string;
  /** One text, or one a language; at most 200 characters. */
  title: PushWords;
  /** At most 2,000 characters; what does not fit into one message is cut. */
  body?: PushWords;
  /** Place below the plugin's page that a click opens; default the page itself. */
  path?: string;
  /** Fragment of that address. */
  hash?: string;
  /** Of several with one tag a device shows the last. Default: each is shown. */
  tag?: string;
  /** What it belongs to, such as a channel: a page closes what somebody has seen there. */
  group?: string;
  /** Where in its group it is; what is further on stays. */
  order?: number;
  /** Default `normal`. `high` wakes a device that sleeps, and has to be granted. */
  urgency?: PushUrgency;
  /** Seconds after which it is of no use any more; default a day, at most 28 days. */
  ttlS?: number;
  /** While it is not delivered, it takes the place of an earlier one with this topic: at most 32 of A-Z a-z 0-9 - _. */
  topic?: string;
}

/** One text, or one a language (BCP 47), of which English is the last resort. */
export type PushWords = string | ({ en: string } & Record<string, string>);

/** How much a notification matters to the battery of a device (RFC 8030). */
export type PushUrgency = "very-low" | "low" | "normal" | "high";

/** When a durable schedule is due. `every` is in milliseconds, `at` ISO 8601. */
export type ScheduleSpec = { cron: string; timezone: string } | { every: number } | { at: string };

/** `schedule`, host to compartment: a durable schedule is due. A reply says that it is done, an error has it sent again. */
export interface ScheduleParams {
  name: string;
  data: unknown;
  /** ISO 8601, UTC. */
  dueAt: string;
  /** Further times that were due until now and are not made up for. */
  missed: number;
  /** The same for each repeat of this time. */
  key: string;
}

/** `relay`, compartment to host. The reply comes when all of it is durable. */
export interface RelayParams {
  items: RelayItem[];
  parent?: number;
}
/** For each item `{seq}` of an event (the earlier one for a repeat), or null for all others. */
export type RelayResult = ({ id: string; seq: number } | null)[];

/** `room.send`, notification: a volatile message (typing …) to the people in a room who are connected. */
export interface RoomSendParams {
  /** Id of the room. */
  room: string;
  /** Starts with the plugin's id. */
  type: string;
  /** JSON. */
  data: unknown;
}

/** `progress`, notification: how far the host's request `parent` is. */
export interface ProgressParams {
  /** Channel id of the host's request. */
  parent: number;
  /** Grows with each report. */
  progress: number;
  /** What `progress` is at the end. */
  total?: number;
  /** For people. */
  message?: string;
}

/** `permission.missed`, notification: code in the compartment asked for what it was not given, such as a secret. */
export interface MissedParams {
  kind: "secrets";
  target: string;
}

/** `settings`, host to compartment: replaces the settings, the secrets, or both, whole. The reply is null. */
export interface SettingsParams {
  /** All of them; one that is not here is not set. */
  settings?: Record<string, unknown>;
  /** Only the declared and granted ones. */
  secrets?: Record<string, string>;
}

/** `idle`, host to compartment: has it work of its own, such as timers? A lazy plugin without is stopped until it is needed. */
export interface IdleResult {
  idle: boolean;
}

/** `hook`, host to compartment: an inbound webhook. A 2xx answer means that what it brought is durable. */
export interface HookParams {
  method: string;
  /** Path below `/hooks/<plugin>`, without a leading slash. */
  path: string;
  query: Record<string, string>;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** The raw body in base64. */
  bodyBase64: string;
  /** Of a large body: the channel's stream that brings its bytes. `bodyBase64` is empty then. */
  bodyStream?: number;
}
/** The answer to an inbound webhook. */
export interface HookResult {
  /** HTTP status, 200 to 599. */
  status: number;
  /** Default none but the content type. */
  headers?: Record<string, string>;
  /** JSON (sent as application/json) or text. */
  body?: unknown;
}

/** A file that the host keeps for a plugin: what `file.get` and its like answer. */
export interface StoredFileInfo {
  id: string;
  /** User id of who uploaded it; the plugin's own id for one that it made. */
  owner: string;
  name: string;
  /** Media type, as the bytes tell it. */
  type: string;
  sizeBytes: number;
  /** In hex. */
  sha256: string;
  /** `owner`, `role:<role>` or `room:<id>`. */
  audience: string;
  /** False until the plugin has said that it keeps it. */
  kept: boolean;
  /** ISO 8601. */
  createdAt: string;
}

/** `log`, notification: structured records from `ctx.log` and `console.*`. */
export interface LogParams {
  records: LogRecord[];
}
/** One line of a log. */
export interface LogRecord {
  /** ISO 8601, UTC. */
  time: string;
  /** How much it matters, least first. */
  level: "debug" | "info" | "warn" | "error";
  /** For people. */
  message: string;
  /** What else belongs to it, searchable. */
  fields?: Record<string, unknown>;
  /** Appended to the compartment's own source with a dot. */
  source?: string;
}

/** `process.spawn`, compartment to host: start a program that the grant allows. */
export interface ProcessSpawnParams {
  command: string;
  args: string[];
  env?: Record<string, string>;
  /** The trace that it is part of, for its TRACEPARENT. */
  traceparent?: string;
  /** Ended after this; 0 or missing = never. */
  timeoutMs?: number;
  /** The channel's stream that brings its input; without one the input is empty. */
  stdin?: number;
}
/** The running program: a number for `process.wait` and `process.kill`, and the streams of its output. */
export interface ProcessSpawned {
  id: number;
  stdout: number;
  stderr: number;
}
/** `process.wait`, compartment to host: answered when the program has ended; once for each. */
export interface ProcessEnded {
  /** As shells tell it: 128 + n when signal n ended it. */
  code: number;
  /** The signal's name when the code says so. */
  signal: string | null;
  /** The limit for which the host ended it, or `host` when host or plugin went away. */
  endedBy?: "timeout" | "memory" | "processes" | "host";
}
/** How a service that the host launched for a plugin ended. */
export interface ServiceEnded extends ProcessEnded {
  /** The last lines that it printed, at most 20. */
  lastLines: string[];
  /** Notes that were let fall, since they came faster than they were taken. */
  droppedNotes: number;
}
/** `process.news`, compartment to host, answers with what has happened to the plugin's services, as soon as it has. */
export interface LaunchedNews {
  /** The service's number, from the answer to `process.launch`. */
  id: number;
  /** Texts that somebody waited for and that have come. */
  lines?: string[];
  /** Lines of JSON that begin with `{"bulkhead":`. */
  notes?: Record<string, unknown>[];
  /** It has ended; nothing more comes of it. */
  end?: ServiceEnded;
}
