import { Cron } from "croner";
import type { CatchUp, ScheduleTrigger } from "./protocol.ts";

/** What is later than this was missed: the host was off, or stood still. */
const LATE_MS = 60_000;
/** Of missed times at most so many are made up for; the newest ones. */
const MAX_CAUGHT_UP = 100;

/** When a trigger of time is due. All times are milliseconds since 1970. */
export interface DueTimes {
  /** The first time after this one; undefined when there is none. */
  after(at: number): number | undefined;
}

/**
 * The times of a `cron` or `every` trigger. `setAt` is when the workflow first had it: `every` counts from there.
 *
 * A cron expression means the clock on the wall of its time zone. A time that daylight saving leaves out comes right
 * after the gap; one that comes twice counts once, while an expression for every hour or minute goes on through both.
 *
 * @throws {TypeError} saying what is wrong with the expression or its time zone.
 */
export function dueTimes(trigger: ScheduleTrigger, setAt: number): DueTimes {
  if (trigger.kind === "every") {
    const { everyMs } = trigger;
    return { after: (at) => setAt + everyMs * (Math.floor(Math.max(0, at - setAt) / everyMs) + 1) };
  }
  const { expression, timezone } = trigger;
  let cron: Cron;
  const after = (at: number) => cron.nextRun(new Date(at))?.getTime();
  try {
    new Intl.DateTimeFormat("en", { timeZone: timezone });
  } catch {
    throw new TypeError(`Bad time zone "${timezone}": expected a name such as "Europe/Berlin" or "UTC"`);
  }
  try {
    cron = new Cron(expression, { timezone, mode: "5-or-6-parts", paused: true });
  } catch (error) {
    const fault = (error as Error).message.replace(/^CronPattern: /, "");
    throw new TypeError(
      `Bad cron expression "${expression}": ${fault}; five fields such as "0 9 * * 1-5" are expected`,
    );
  }
  if (after(setAt) === undefined) throw new TypeError(`The cron expression "${expression}" never comes`);
  return { after };
}

/**
 * Which times a schedule that is at `next` has to begin runs for now, oldest first, and when it is due again. What was
 * missed follows the policy: `skip` leaves it out, `last` makes up for the newest only, `all` for each of them.
 */
export function takeDue(
  times: DueTimes,
  { next, now, catchUp }: { next: number; now: number; catchUp: CatchUp },
): { due: number[]; next: number | undefined } {
  const due: number[] = [];
  let at: number | undefined = next;
  while (at !== undefined && at <= now) {
    due.push(at);
    if (due.length > MAX_CAUGHT_UP) due.shift();
    at = times.after(at);
  }
  const taken = catchUp === "all" ? due : due.slice(-1);
  return { due: catchUp === "skip" ? taken.filter((time) => now - time <= LATE_MS) : taken, next: at };
}
