import type { z } from "zod";
import type { BusEvent, HookResult, McpOffer, MethodError, MethodExample, Role } from "../channel/protocol.ts";
import { closedParams } from "../closed_params.ts";
import type { Context } from "./context.ts";
import type { Migrations } from "./migrations.ts";
import { checkScheduleName } from "./schedule_spec.ts";
import { checkInterfaceName, checkMethodName, checkPattern } from "./names.ts";

/** A method as its author declares it. Types of `handler` follow from `params` and `result`. */
export interface MethodDefinition<P extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  /**
   * Schema of the params object; what the handler gets is its parsed output (defaults filled in). A field that it does not
   * name is refused, unless it is a `z.looseObject`.
   */
  params: P;
  /** Schema of the result. It checks what the handler returned and is never used to change it. */
  result: R;
  /** One line for people, without a full stop. */
  summary: string;
  /** What else callers should know; Markdown. */
  description?: string;
  /** Who may call it; default owner, admin, member. */
  roles?: Role[];
  /** `high`: never granted to another plugin without a red warning. Default low. */
  risk?: "low" | "high";
  /** True when it changes nothing; its result is then not kept for repeats. */
  readOnly?: boolean;
  /** Event types that it publishes. */
  emits?: string[];
  /** How it is offered to agents over MCP: `true` (default) as a tool, `false` not at all, else as a prompt or resource. */
  mcp?: boolean | McpOffer;
  /** Calls as somebody would make them, for the API page and the OpenRPC document; at least one of what is public. */
  examples?: MethodExample<z.input<P>, z.input<R>>[];
  /** What it may be refused with beside what every method may: `"not_found"`, or a reason of its own. */
  errors?: MethodError[];
  /**
   * A synchronous handler runs whole in one database transaction: it returns and all is kept, it throws and
   * nothing is. An asynchronous one makes its writes in one `ctx.db.transaction(() => …)`.
   */
  handler(params: z.output<P>, ctx: Context): z.input<R> | Promise<z.input<R>>;
}

/** A method of any params and result, as a record of methods holds it. */
// deno-lint-ignore no-explicit-any -- any: a record of methods holds handlers of unlike params and results
export type AnyMethod = MethodDefinition<any, any>;

/**
 * Declares a method: from its two schemas come the handler's types, the validation, the OpenRPC document,
 * the MCP tool and the typed clients.
 *
 * @example
 * ```ts
 * import { method } from "@bulkhead/plugin";
 * import { z } from "zod";
 *
 * export const greetingSay = method({
 *   summary: "Greets a person",
 *   params: z.object({ name: z.string().max(80) }),
 *   result: z.object({ text: z.string() }),
 *   handler: ({ name }) => ({ text: `Hello ${name}` }),
 * });
 * ```
 */
export function method<P extends z.ZodType, R extends z.ZodType>(
  definition: MethodDefinition<P, R>,
): MethodDefinition<P, R> {
  return definition;
}

/** Takes one event. Returning acknowledges it; throwing has it delivered again. Runs once in effect, like a keyed call. */
export interface EventHandler<D = unknown> {
  (event: BusEvent<D>, ctx: Context): void | Promise<void>;
}

/** A consumed event whose data is checked first; data that does not fit is logged and acknowledged, since a repeat cannot fit either. */
export interface EventDefinition<S extends z.ZodType = z.ZodType> {
  /** Default: whatever comes. */
  data?: S;
  /** Gets the event with its data as the schema gives it. */
  handler: EventHandler<z.output<S>>;
}

/** A consumed event of any data, with or without a schema. */
// deno-lint-ignore no-explicit-any -- any: events of unlike data in one record
export type AnyEvent = EventHandler<any> | EventDefinition<any>;

/**
 * Declares a consumed event with the schema of its data, so that the handler's `event.data` is typed.
 *
 * @example
 * ```ts
 * import { definePlugin, onEvent } from "@bulkhead/plugin";
 * import { testPlugin } from "@bulkhead/testing";
 * import { z } from "zod";
 *
 * const plugin = definePlugin({
 *   events: {
 *     "chat.message.sent": onEvent(z.object({ text: z.string() }), ({ data }, ctx) => {
 *       ctx.kv.set("last", data.text);
 *       ctx.log.info("Heard", { text: data.text });
 *     }),
 *   },
 * });
 *
 * await using test = await testPlugin(plugin);
 * await test.deliver({ type: "chat.message.sent", data: { text: "hi" } });
 * if (test.logs.at(-1)?.message !== "Heard") throw new Error("nothing was heard");
 * ```
 */
export function onEvent<S extends z.ZodType>(data: S, handler: EventHandler<z.output<S>>): EventDefinition<S> {
  return { data, handler };
}

/** An inbound webhook as a hook handler sees it. */
export interface HookRequest {
  /** `POST`, `GET` … */
  method: string;
  /** Path below `/hooks/<plugin>`, without a leading slash. */
  path: string;
  /** Of a name that comes more than once, the last value. */
  query: Record<string, string>;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** The bytes as they came: signatures are made over these. */
  body: Uint8Array;
  /** The body as UTF-8; throws RpcError `parse_error` when it is not. */
  text(): string;
  /** The body as JSON; throws RpcError `parse_error` when it is not. */
  json(): unknown;
}

/** Answers a webhook. A 2xx answer promises that what it brought is durable, so publish before answering. */
export type HookHandler = (request: HookRequest, ctx: Context) => HookResult | Promise<HookResult>;

/** A durable schedule that is due. */
export interface ScheduledRun {
  /** As it was set: the handler's name, or that with a key behind a colon. */
  readonly name: string;
  /** As it was set. */
  // deno-lint-ignore no-explicit-any -- any: it is what this plugin itself has put there
  readonly data: any;
  /** When it was due, ISO 8601 in UTC. */
  readonly dueAt: string;
  /** How many more times it would have been due until now, while the plugin or the host was off; they are not made up for. */
  readonly missed: number;
}

/**
 * Does what is due.
 *
 * @example
 * ```ts
 * import { definePlugin } from "@bulkhead/plugin";
 * import { testPlugin } from "@bulkhead/testing";
 *
 * const plugin = definePlugin({
 *   setup(ctx) {
 *     ctx.schedule.set("report", { cron: "0 9 * * 1-5", timezone: "Europe/Berlin" });
 *   },
 *   schedules: {
 *     report: ({ dueAt }, ctx) => ctx.log.info(`The report of ${dueAt}`),
 *   },
 * });
 *
 * await using test = await testPlugin(plugin);
 * await test.due("report", { dueAt: "2030-01-01T08:00:00.000Z" });
 * if (test.logs.at(-1)?.message !== "The report of 2030-01-01T08:00:00.000Z") throw new Error("no report");
 * ```
 */
export type ScheduleHandler = (run: ScheduledRun, ctx: Context) => void | Promise<void>;

/** What a plugin offers of an interface. */
export interface InterfaceDefinition {
  /** By name without the interface's name in front. */
  methods: Record<string, AnyMethod>;
}

/** What a plugin is made of. */
export interface PluginDefinition {
  /** By name without the plugin's id: `"message.send"` of the plugin `chat` is called as `chat.message.send`. */
  methods?: Record<string, AnyMethod>;
  /**
   * Methods under the prefix of an interface other than the plugin's own id: `{ chat: { methods: { "message.send": … } } }`
   * answers `chat.message.send`, where an owner chose this plugin to provide `chat`. `plugin.json` must name the interface
   * and its version under `provides`. Events still begin with the plugin's own id.
   */
  interfaces?: Record<string, InterfaceDefinition>;
  /** By event type or pattern: `"github.issues.opened"`, `"chat.message.*"`. */
  events?: Record<string, AnyEvent>;
  /** By path below `/hooks/<plugin>`: `""` is the root; `"streams/*"` takes any path below `streams/`. */
  hooks?: Record<string, HookHandler>;
  /**
   * Handlers of durable schedules, by name; `ctx.schedule.set` says when each is due. Like an event's handler, one runs
   * once in effect for each time that it is due; throwing has it run again.
   */
  schedules?: Record<string, ScheduleHandler>;
  /** Numbered SQL files, applied in order, each in a transaction, before `setup`. */
  migrations?: Migrations;
  /** Runs once, before the first call. Throwing fails the start with that message. */
  setup?(ctx: Context): void | Promise<void>;
  /**
   * Runs when an owner has changed settings while the plugin is up; `ctx.settings` holds the new ones. At the start there is
   * `setup`. Throwing is logged and changes nothing.
   */
  onSettings?(ctx: Context): void | Promise<void>;
  /** Runs when the plugin stops, after the last call has been answered. */
  teardown?(ctx: Context): void | Promise<void>;
}

/**
 * Declares a plugin; the default export of `plugin.ts`.
 *
 * @example
 * ```ts
 * import { definePlugin, method } from "@bulkhead/plugin";
 * import { z } from "zod";
 *
 * export default definePlugin({
 *   methods: {
 *     "greeting.say": method({
 *       summary: "Greets a person",
 *       params: z.object({ name: z.string() }),
 *       result: z.object({ text: z.string() }),
 *       handler: ({ name }, ctx) => ({ text: `Hello ${name}, from ${ctx.plugin.id}` }),
 *     }),
 *   },
 * });
 * ```
 */
export function definePlugin(definition: PluginDefinition): PluginDefinition {
  checkMethods(definition.methods ?? {});
  for (const [name, declared] of Object.entries(definition.interfaces ?? {})) {
    checkInterfaceName(name);
    if (typeof declared?.methods !== "object") throw new TypeError(`Interface "${name}" has no methods`);
    checkMethods(declared.methods);
  }
  for (const [pattern, declared] of Object.entries(definition.events ?? {})) {
    checkPattern(pattern);
    if (typeof declared !== "function" && typeof declared?.handler !== "function") {
      throw new TypeError(`Event "${pattern}" has no handler function`);
    }
  }
  for (const [name, handler] of Object.entries(definition.schedules ?? {})) {
    checkScheduleName(name);
    if (typeof handler !== "function" || name.includes(":")) {
      throw new TypeError(`Schedule "${name}" needs a handler function, and a name without a colon`);
    }
  }
  for (const [path, handler] of Object.entries(definition.hooks ?? {})) {
    if (typeof handler !== "function") throw new TypeError(`Hook "${path}" has no handler function`);
  }
  return definition;
}

function checkMethods(methods: Record<string, AnyMethod>): void {
  for (const [name, declared] of Object.entries(methods)) {
    checkMethodName(name);
    if (typeof declared?.handler !== "function") throw new TypeError(`Method "${name}" has no handler function`);
    if (!declared.params || !declared.result) {
      throw new TypeError(`Method "${name}" needs zod schemas for params and result`);
    }
    if (!declared.summary) throw new TypeError(`Method "${name}" needs a summary: one line that says what it does`);
  }
}

/** All methods of a plugin by full name: its own, and those under the prefixes of interfaces. */
export function methodsOf(definition: PluginDefinition, id: string): [name: string, method: AnyMethod][] {
  const own = Object.entries(definition.methods ?? {}).map((
    [name, one],
  ): [string, AnyMethod] => [`${id}.${name}`, one]);
  const others = Object.entries(definition.interfaces ?? {}).flatMap(([prefix, { methods }]) =>
    Object.entries(methods).map(([name, one]): [string, AnyMethod] => [`${prefix}.${name}`, one])
  );
  return [...own, ...others].map(([name, one]) => [name, { ...one, params: closedParams(one.params) }]);
}
