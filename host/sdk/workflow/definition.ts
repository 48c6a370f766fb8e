import type { Context, PluginId } from "./context.ts";
import { type Duration, durationMs } from "./duration.ts";
import { describeTrigger } from "./describe_trigger.ts";
import { describeFlow, flowKey, type FlowKeyOption, type FlowOptions } from "./flow_options.ts";
import type { ScriptDescription } from "./protocol.ts";
import { type RetryOptions, retryPolicy } from "./retry.ts";
import type { Trigger } from "./triggers.ts";

export interface WorkflowOptions<U extends readonly PluginId[], T extends Trigger> extends FlowOptions {
  /** Default: the file's name without `.ts`. */
  name?: string;
  /** For people, one sentence. */
  description?: string;
  /** What begins a run. */
  on: readonly T[] | T;
  /** Plugins that it may call: its permission, and their clients in the context. */
  uses?: U;
  /**
   * Hosts that a step may reach, such as `"api.example.com"`; `fetch` belongs into `step`. The workflow goes live when an
   * owner has granted them.
   */
  net?: readonly string[];
  /** Names of secrets, which it finds in `secrets`; granted by an owner as `net` is. */
  secrets?: readonly string[];
  /** For steps and calls that do not say otherwise. Default 5 attempts, 1 s, doubling. */
  retry?: RetryOptions;
  /**
   * How long a run may take from its beginning, waits included. Then what is under way rejects with reason
   * `deadline_exceeded`, `catch` and `finally` are carried out, and the run has failed. Default: any time.
   */
  timeout?: Duration;
  /** How long a run may take to clean up when it is cancelled or timed out; then it ends where it is. Default 5 minutes. */
  grace?: Duration;
  /**
   * At most `limit` runs with the same key are under way; the others wait in the order of their events. `key` is a path
   * (`"event.data.channelId"`) or a function; without one all runs share a key. A limit of 1 means strictly in order.
   */
  concurrency?: { limit: number; key?: FlowKeyOption };
}

const MARK = Symbol.for("bulkhead.workflow");

/** What a script exports by default. */
export interface Workflow {
  readonly [MARK]: true;
  readonly options: WorkflowOptions<readonly PluginId[], Trigger>;
  readonly triggers: readonly Trigger[];
  // deno-lint-ignore no-explicit-any -- any: the context's type belongs to the script
  readonly run: (context: any) => unknown;
}

/**
 * Defines a workflow: the default export of a script.
 *
 * @example
 * ```ts
 * import { manual, workflow } from "@bulkhead/workflow";
 * import { z } from "zod";
 *
 * const greet = workflow({
 *   name: "greet",
 *   on: manual({ input: z.object({ name: z.string() }) }),
 * }, async ({ input, step, sleep }) => {
 *   await sleep("1s");
 *   return await step("greet", () => `Hello ${input.name}`);
 * });
 * if (greet.options.name !== "greet") throw new Error("A script ends with: export default greet");
 * ```
 * @throws {TypeError} naming the option that is wrong.
 */
export function workflow<const U extends readonly PluginId[] = readonly [], const T extends Trigger = Trigger>(
  options: WorkflowOptions<U, T>,
  run: (context: Context<U[number], T>) => unknown,
): Workflow {
  const triggers = (Array.isArray(options.on) ? options.on : [options.on]) as readonly Trigger[];
  const definition: Workflow = {
    [MARK]: true,
    options: options as unknown as Workflow["options"],
    triggers,
    run,
  };
  describeWorkflow(definition);
  return definition;
}

/** Is this what {@linkcode workflow} made? The SDK is bundled into each script, so it is known by its mark, not its class. */
export function isWorkflow(value: unknown): value is Workflow {
  return typeof value === "object" && value !== null && MARK in value;
}

/** What the host needs to know of a workflow. @throws {TypeError} naming the option that is wrong. */
export function describeWorkflow({ options, triggers, run }: Workflow): ScriptDescription {
  const { name, description, uses = [], concurrency } = options;
  if (typeof run !== "function") throw new TypeError("workflow(options, fn): fn is missing");
  if (name !== undefined && !/^[A-Za-z][\w-]{0,63}$/.test(name)) {
    throw new TypeError(`Bad workflow name "${name}": expected a letter, then letters, digits, "_" or "-", at most 64`);
  }
  if (triggers.length === 0) {
    throw new TypeError('"on" is empty: give at least one trigger, such as event("chat.message.sent")');
  }
  if (concurrency && !(Number.isInteger(concurrency.limit) && concurrency.limit >= 1)) {
    throw new TypeError(`concurrency.limit is ${concurrency.limit}: it must be a whole number from 1`);
  }
  const { singleton } = options;
  if (singleton && concurrency) {
    throw new TypeError("singleton and concurrency exclude each other: a singleton has the limit 1");
  }
  const single = singleton && {
    limit: 1,
    key: flowKey(typeof singleton === "object" ? singleton.key : undefined),
  };
  return {
    ...describeFlow(options),
    name,
    description,
    triggers: triggers.map(describeTrigger),
    uses: [...uses],
    net: names("net", options.net, /^[\w.-]+(:\d{1,5})?$|^\[[0-9a-fA-F:]+\](:\d{1,5})?$/),
    secrets: names("secrets", options.secrets, /^[A-Z][A-Z0-9_]{0,63}$/),
    retry: retryPolicy(options.retry),
    timeoutMs: positive("timeout", options.timeout),
    graceMs: positive("grace", options.grace),
    concurrency: concurrency ? { limit: concurrency.limit, key: flowKey(concurrency.key) } : single,
  };
}

function positive(option: string, given: Duration | undefined): number | undefined {
  if (given === undefined) return undefined;
  const ms = durationMs(given);
  if (ms > 0) return ms;
  throw new TypeError(`${option} is ${ms}: it must be longer than nothing`);
}

/** A list of names without repeats. */
function names(option: string, given: readonly string[] = [], form: RegExp): string[] {
  const bad = given.find((name) => typeof name !== "string" || !form.test(name));
  if (bad === undefined) return [...new Set(given)].slice(0, 64);
  const example = option === "net" ? "api.example.com" : "API_KEY";
  throw new TypeError(`Bad ${option} "${bad}": expected names such as "${example}"`);
}
