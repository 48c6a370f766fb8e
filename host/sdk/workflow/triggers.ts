import type { z } from "zod";
import type { BusEvent, Role } from "../channel/protocol.ts";
import { type Duration, durationMs } from "./duration.ts";
import type { EventData } from "./event_data.ts";
import type { Where } from "./match.ts";
import type { CatchUp } from "./protocol.ts";

/** Begins a run for each event of a type. */
export interface EventTrigger<D> {
  readonly kind: "event";
  readonly type: string;
  readonly where?: Where;
  readonly filter?: (event: BusEvent<D>) => boolean;
}

/** Begins a run when a person, an agent or a script asks for one. */
export interface ManualTrigger<S extends z.ZodType | undefined> {
  readonly kind: "manual";
  readonly input?: S;
}

/** Begins a run for each request to `/hooks/workflow/<path>`. */
export interface HookTrigger {
  readonly kind: "hook";
  readonly path: string;
  readonly secret?: string;
}

/** Makes the workflow a method, `workflow.<name>`, that answers what the run returns. */
export interface CallTrigger<S extends z.ZodType | undefined> {
  readonly kind: "call";
  readonly input?: S;
  readonly output?: z.ZodType;
  readonly roles?: Role[];
}

/** Begins a run at the times of a cron expression. */
export interface CronTrigger {
  readonly kind: "cron";
  readonly expression: string;
  readonly timezone: string;
  readonly catchUp: CatchUp;
}

/** Begins a run again and again after the same time. */
export interface EveryTrigger {
  readonly kind: "every";
  readonly everyMs: number;
  readonly catchUp: CatchUp;
}

export type Trigger =
  // deno-lint-ignore no-explicit-any -- any: a list holds triggers of several data types
  | EventTrigger<any>
  | ManualTrigger<z.ZodType | undefined>
  | CronTrigger
  | EveryTrigger
  | HookTrigger
  | CallTrigger<z.ZodType | undefined>;

export interface ScheduleOptions {
  /**
   * What becomes of times that passed while the host was off: `"last"` (default) begins one run for the newest of them,
   * `"all"` one for each (the newest 100), `"skip"` none.
   */
  catchUp?: CatchUp;
}

export interface EventOptions<D> {
  /** Paths of the event that must have these values: `{ "data.repository.full_name": "acme/site" }`. Decided by the host. */
  where?: Where;
  /** A function of the script that decides as well; it must be quick and must not have effects. */
  filter?: (event: BusEvent<D>) => boolean;
}

/**
 * A run for each event of this type. `type` may be a pattern: `chat.message.*`, `github.**`.
 *
 * @example
 * ```ts
 * import { event } from "@bulkhead/workflow";
 *
 * const opened = event("github.issues.opened", { where: { "data.repository.full_name": "acme/site" } });
 * if (opened.type !== "github.issues.opened") throw new Error(opened.type);
 * ```
 */
export function event<D = never, K extends string = string>(
  type: K,
  options: EventOptions<EventData<D, K>> = {},
): EventTrigger<EventData<D, K>> {
  if (!/^[a-z*][\w-]*(\.([\w-]+|\*\*?))*$/i.test(type)) {
    throw new TypeError(
      `Bad event type "${type}": expected dotted names such as "chat.message.sent" or "github.issues.*"`,
    );
  }
  return { kind: "event", type, where: options.where, filter: options.filter };
}

/** A run on demand. `input` is the zod schema of what is given to it; without one the input is passed as it is. */
export function manual<S extends z.ZodType | undefined = undefined>(options: { input?: S } = {}): ManualTrigger<S> {
  return { kind: "manual", input: options.input };
}

/**
 * A run at each time of a cron expression: minute, hour, day of the month, month, day of the week; a sixth field in
 * front counts seconds. `run.dueAt` is the time that was meant.
 *
 * @example
 * ```ts
 * import { cron } from "@bulkhead/workflow";
 *
 * const workdays = cron("0 9 * * 1-5", { timezone: "Europe/Berlin" });
 * if (workdays.timezone !== "Europe/Berlin") throw new Error(workdays.timezone);
 * ```
 */
export function cron(
  expression: string,
  { timezone = "UTC", catchUp = "last" }: ScheduleOptions & { /** Default UTC. */ timezone?: string } = {},
): CronTrigger {
  const text = typeof expression === "string" ? expression.trim().replace(/\s+/g, " ") : expression;
  if (typeof text !== "string" || !/^(@[a-z]+|\S+( \S+){4,5})$/.test(text)) {
    throw new TypeError(`Bad cron expression "${expression}": five fields such as "0 9 * * 1-5" are expected`);
  }
  return { kind: "cron", expression: text, timezone, catchUp: policy(catchUp) };
}

/** A run each time this long has passed, counted from the first save: `every("15m")`. At least a second. */
export function every(duration: Duration, { catchUp = "last" }: ScheduleOptions = {}): EveryTrigger {
  const everyMs = Math.round(durationMs(duration));
  if (everyMs < 1_000) throw new TypeError(`every(${JSON.stringify(duration)}): at least a second is expected`);
  return { kind: "every", everyMs, catchUp: policy(catchUp) };
}

function policy(catchUp: CatchUp): CatchUp {
  if (["skip", "last", "all"].includes(catchUp)) return catchUp;
  throw new TypeError(`Bad catchUp "${catchUp}": expected "skip", "last" or "all"`);
}

/**
 * A run for each POST, PUT or PATCH to `/hooks/workflow/<path>`; the sender gets 202 with the run's id as soon as the
 * run is on disk. `secret` names a secret: only requests signed with it are taken, as Standard Webhooks or GitHub sign
 * them, and a delivery that comes again begins no second run. Without it whoever knows the address may begin runs.
 */
export function hook(path: string, { secret }: { secret?: string } = {}): HookTrigger {
  const clean = typeof path === "string" ? path.replace(/^\/+/, "") : "";
  if (!/^[\w.~-]+(\/[\w.~-]+)*$/.test(clean) || clean.length > 200) {
    throw new TypeError(`Bad hook path "${path}": expected words divided by "/", such as "orders" or "shop/orders"`);
  }
  if (secret !== undefined && !/^[A-Z][A-Z0-9_]{0,63}$/.test(secret)) {
    throw new TypeError('Bad secret of a hook: expected the name of a secret, such as "ORDERS_SECRET", not its value');
  }
  return { kind: "hook", path: clean, secret };
}

/**
 * Makes the workflow a method, `workflow.<name>`, and a tool for agents: the params are the input, the answer is what
 * the run returns, checked by `output`. `roles` says who may call it; default owner, admin and member.
 */
export function call<S extends z.ZodType | undefined = undefined>(
  options: { input?: S; output?: z.ZodType; roles?: Role[] } = {},
): CallTrigger<S> {
  return { kind: "call", input: options.input, output: options.output, roles: options.roles };
}
