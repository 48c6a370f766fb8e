import { Cron } from "croner";
import type { ScheduleSpec } from "../../sdk/channel/protocol.ts";
import { RpcError } from "../../sdk/errors.ts";

/** Shortest interval, in milliseconds. */
const MIN_EVERY_MS = 10_000;
/** Longest interval, in milliseconds: ten years. */
const MAX_EVERY_MS = 10 * 366 * 24 * 3_600_000;
/** A time that lies further back is over. */
const AT_KEPT_MS = 30 * 24 * 3_600_000;
/** Missed times are counted up to here. */
const MAX_MISSED = 1_000;
/** Minutes are the finest that a cron expression can say here. */
const CRON = /^(@(yearly|annually|monthly|weekly|daily|hourly)|\S+( \S+){4})$/;
const MAX_TEXT = 200;

/** When one setting of a schedule is due. All times are milliseconds since 1970. */
export interface DueTimes {
  /** Nothing but what belongs to it. */
  readonly spec: ScheduleSpec;
  /** Its first time; undefined when that is over. */
  first(): number | undefined;
  /** The first time after this one. */
  after(at: number): number | undefined;
}

/** Reads a spec that came from a plugin; throws RpcError `invalid_params` when it is none. `setAt` is when it was set. */
export function dueTimes(spec: ScheduleSpec, setAt: number): DueTimes {
  const { cron, timezone, every, at } = (spec ?? {}) as Partial<Record<"cron" | "timezone" | "every" | "at", unknown>>;
  if (typeof cron === "string") return cronTimes(cron, typeof timezone === "string" ? timezone : "UTC", setAt);
  if (typeof every === "number" && every >= MIN_EVERY_MS && every <= MAX_EVERY_MS) {
    const everyMs = Math.round(every);
    const after = (time: number) => setAt + everyMs * (Math.floor(Math.max(0, time - setAt) / everyMs) + 1);
    return { spec: { every: everyMs }, first: () => setAt + everyMs, after };
  }
  const time = typeof at === "string" && at.length <= MAX_TEXT ? Date.parse(at) : NaN;
  if (Number.isFinite(time)) {
    const first = () => time < setAt - AT_KEPT_MS ? undefined : time;
    return { spec: { at: new Date(time).toISOString() }, first, after: () => undefined };
  }
  throw invalid(`Expected {cron, timezone}, {every} of at least ${MIN_EVERY_MS} ms, or {at} in ISO 8601`);
}

/** How many times are due after `from` and up to `now`. */
export function missedBetween(times: DueTimes, from: number, now: number): number {
  let missed = 0;
  for (
    let next = times.after(from);
    next !== undefined && next <= now && missed < MAX_MISSED;
    next = times.after(next)
  ) {
    missed++;
  }
  return missed;
}

function cronTimes(expression: string, timezone: string, setAt: number): DueTimes {
  if (expression.length > MAX_TEXT || timezone.length > MAX_TEXT || !CRON.test(expression)) {
    throw invalid(`"${expression.slice(0, MAX_TEXT)}" is not a cron expression of five fields`);
  }
  let cron: Cron;
  try {
    cron = new Cron(expression, { timezone, mode: "5-part", paused: true });
  } catch (error) {
    throw invalid((error as Error).message);
  }
  const after = (time: number): number | undefined => {
    try {
      return cron.nextRun(new Date(time))?.getTime();
    } catch (error) {
      throw invalid((error as Error).message);
    }
  };
  if (after(setAt) === undefined) throw invalid(`The cron expression "${expression}" never comes`);
  return { spec: { cron: expression, timezone }, first: () => after(setAt), after };
}

function invalid(message: string): RpcError {
  return new RpcError("invalid_params", message, { path: "/spec" });
}
