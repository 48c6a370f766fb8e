import { DECIDERS, type Decision } from "./approval.ts";
import type { BaseContext } from "./context.ts";
import type { Workflow } from "./definition.ts";
import { decode } from "./codec.ts";
import { durationMs } from "./duration.ts";
import { type HookRecord, hookRequest } from "./hook_request.ts";
import { type CallOptions, contextName, pluginClient } from "./plugin_client.ts";
import type { RunStart } from "./protocol.ts";
import { retryPolicy } from "./retry.ts";
import type { RunLogger } from "./run_logger.ts";
import type { ScriptRun } from "./script_run.ts";

/** What the script's function is handed: every member is an operation of the run. */
export function runContext(definition: Workflow, spec: RunStart, run: ScriptRun, log: RunLogger): unknown {
  const base = retryPolicy(definition.options.retry);
  const attempts = ({ retry, timeout }: CallOptions = {}) => ({
    retry: retry ? retryPolicy(retry, base) : undefined,
    attemptMs: timeout === undefined ? undefined : durationMs(timeout),
  });
  const trigger = definition.triggers[spec.trigger ?? -1];
  const context: BaseContext<unknown, unknown> = {
    event: spec.event,
    events: spec.events ?? (spec.event ? [spec.event] : []),
    input: trigger?.kind === "hook" ? hookRequest(decode(spec.input) as HookRecord) : decode(spec.input),
    run: {
      id: run.id,
      name: run.name,
      startedAt: new Date(run.startedAt),
      ...(spec.dueAt === undefined ? {} : { dueAt: new Date(spec.dueAt) }),
    },
    step: (name, fn, options) => {
      if (typeof fn !== "function") throw new TypeError(`step("${name}", fn): fn must be a function`);
      return run.operation(stepName(name), { kind: "step" }, { fn, ...attempts(options) }) as
        & ReturnType<typeof fn>
        & Promise<never>;
    },
    sleep: async (duration) => void await run.operation("sleep", { kind: "sleep", ms: durationMs(duration) }),
    sleepUntil: async (time) => void await run.operation("sleepUntil", { kind: "sleep", until: timeMs(time) }),
    waitFor: (type, { subject, where, timeout } = {}) =>
      run.operation(`waitFor:${type}`, {
        kind: "wait",
        type,
        subject,
        where,
        timeoutMs: timeout === undefined ? undefined : durationMs(timeout),
      }) as Promise<never>,
    signal: async (name, { timeout } = {}) => {
      const taken = await run.operation(`signal:${stepName(name)}`, {
        kind: "signal",
        signal: name,
        timeoutMs: timeout === undefined ? undefined : durationMs(timeout),
      });
      return (taken as { data: never }).data;
    },
    approve: async (question, { role = "member", timeout, channel } = {}) => {
      if (typeof question !== "string" || question.length < 1 || question.length > 2_000) {
        throw new TypeError("approve(question): the question must be a text of 1 to 2,000 characters");
      }
      if (!DECIDERS.includes(role)) {
        throw new TypeError(`approve: bad role "${role}", expected ${DECIDERS.map((each) => `"${each}"`).join(", ")}`);
      }
      if (channel !== undefined && (typeof channel !== "string" || channel.length < 1 || channel.length > 100)) {
        throw new TypeError('approve: the channel is "#name" or the id of a channel');
      }
      const timeoutMs = timeout === undefined ? undefined : durationMs(timeout);
      const decision = await run.operation("approve", { kind: "approve", question, role, timeoutMs, channel });
      return (decision as Decision).approved;
    },
    invoke: (workflow, input) =>
      run.operation(`invoke:${stepName(workflow)}`, {
        kind: "invoke",
        workflow,
        input: plainJson(input ?? {}, workflow),
      }) as Promise<never>,
    publish: ({ type, subject, data }) =>
      run.operation(`publish:${type}`, { kind: "publish", type, subject, data: data ?? null }) as Promise<never>,
    all: (items, options) => all(items, options?.limit) as Promise<never>,
    secrets: secretValues(definition.options.secrets ?? [], spec.secrets ?? {}),
    now: () => run.now(),
    random: () => run.random.number(),
    uuid: () => run.random.uuid(),
    log,
  };
  const clients = (definition.options.uses ?? []).map((plugin: string) => [
    contextName(plugin),
    pluginClient(
      plugin,
      (method, params, options) =>
        run.operation(method, { kind: "call", method, params: plainJson(params, method) }, attempts(options)),
    ),
  ]);
  return { ...context, ...Object.fromEntries(clients) };
}

function stepName(name: string): string {
  if (typeof name === "string" && name.length >= 1 && name.length <= 200) return name;
  throw new TypeError("step(name, fn): the name must be a text of 1 to 200 characters");
}

function timeMs(time: Date | string | number): number {
  const at = typeof time === "number" ? time : new Date(time).getTime();
  if (!Number.isFinite(at)) {
    throw new TypeError(`sleepUntil: "${time}" is not a time; give a Date, ISO 8601 or milliseconds`);
  }
  return at;
}

/** Params as they go over the wire, so that the hash is that of what is sent. */
function plainJson(params: unknown, method: string): unknown {
  try {
    return JSON.parse(JSON.stringify(params));
  } catch (error) {
    throw new TypeError(`The params of ${method} are not JSON: ${(error as Error).message}`);
  }
}

/** Promises and functions together; of the functions at most `limit` are under way. */
async function all(items: readonly unknown[], limit = Infinity): Promise<unknown[]> {
  if (!(limit >= 1)) throw new TypeError(`all: limit is ${limit}, it must be 1 or more`);
  const results: unknown[] = new Array(items.length);
  const functions: number[] = [];
  const others: Promise<void>[] = [];
  for (const [index, item] of items.entries()) {
    if (typeof item === "function") functions.push(index);
    else others.push(Promise.resolve(item).then((value) => void (results[index] = value)));
  }
  let next = 0;
  const lane = async () => {
    while (next < functions.length) {
      const index = functions[next++]!;
      results[index] = await (items[index] as () => unknown)();
    }
  };
  const lanes = Array.from({ length: Math.min(limit, functions.length) }, lane);
  await Promise.all([...others, ...lanes]);
  return results;
}

/** Reading a secret that is not there says why, instead of sending "undefined" somewhere. */
function secretValues(named: readonly string[], values: Record<string, string>): Record<string, string> {
  return new Proxy(values, {
    get(_, name) {
      if (typeof name !== "string") return undefined;
      if (Object.hasOwn(values, name)) return values[name];
      throw new Error(
        named.includes(name)
          ? `The secret ${name} is not set: an owner sets it under Settings`
          : `The workflow does not name the secret "${name}": add it to the option secrets`,
      );
    },
  });
}
