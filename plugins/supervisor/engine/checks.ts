import type { Context, LaunchedService } from "@bulkhead/plugin";
import { spoken } from "../domain/duration.ts";
import type { Cause } from "../domain/restart.ts";
import type { Check, ServiceSpec } from "../domain/spec.ts";
import type { Actual } from "../domain/status.ts";
import type { HealthRow } from "../store/services.ts";
import { pause } from "./pause.ts";

/** What ends a run that has not ended by itself; without a cause somebody asked for it. */
export interface Verdict {
  cause?: Cause;
  what: string;
}

/** The service that is checked. */
export interface Checked {
  readonly spec: ServiceSpec;
  readonly actual: Actual;
  /** Its ready_log line has come. */
  logged: boolean;
  /** Takes what the service says of its health. */
  pushed(ok: boolean, detail: string): void;
  sampled(sample: HealthRow): void;
  tell(): void;
}

/** Who is told what the checks find. */
export interface CheckEvents {
  /** The start-up check has succeeded, or there is none. */
  up(): void;
  ready(ready: boolean, detail: string): void;
}

interface Answer {
  ok: boolean;
  ms: number;
  detail: string;
}

/** One start-up try takes no longer, whatever time there is in all. */
const MAX_TRY_MS = 5_000;

/**
 * Carries out the checks of a run until `over` aborts. Resolves with what ends the run: no start-up in time, or a failed
 * liveness check. Readiness only tells.
 */
export async function watchHealth(
  unit: Checked,
  service: LaunchedService,
  over: AbortSignal,
  events: CheckEvents,
  ctx: Context,
): Promise<Verdict> {
  const { startup, readiness, liveness, ready_log } = unit.spec;
  const pushes = new Pushes(unit);
  const ask = (check: Check, timeoutMs: number) => asked(check, { unit, service, ctx, timeoutMs, over, pushes });
  // The line may come before anything else: nobody is to miss it.
  if (ready_log !== "") {
    void service.line(ready_log).then((seen) => {
      if (!seen || over.aborted) return;
      unit.logged = true;
      unit.tell();
    }, () => {});
  }
  if (startup) {
    const verdict = await untilUp(unit, startup, over, ask);
    if (verdict) return verdict;
  }
  if (over.aborted) return await never();
  events.up();
  if (readiness) void watchReadiness(unit, readiness, over, events, ask);
  else if (ready_log !== "") {
    void service.line(ready_log).then(
      (seen) => seen && !over.aborted && events.ready(true, "its line has come"),
      () => {},
    );
  }
  if (!liveness) return await never();
  return await watchLiveness(unit, liveness, over, ask);
}

type Ask = (check: Check, timeoutMs: number) => Promise<Answer>;

/** Undefined when it is up, or all is over. */
async function untilUp(
  unit: Checked,
  check: NonNullable<ServiceSpec["startup"]>,
  over: AbortSignal,
  ask: Ask,
): Promise<Verdict | undefined> {
  const deadline = performance.now() + check.timeout;
  let last = "no answer yet";
  while (!over.aborted) {
    const left = Math.ceil(deadline - performance.now());
    if (left <= 0) {
      return {
        cause: "startup",
        what: `It was not up within ${spoken(check.timeout)}: the start-up check said ${last}`,
      };
    }
    // A line and a push come by themselves: there is nothing to ask again.
    const waits = check.log !== undefined || check.push === true;
    const answer = await ask(check, waits ? left : Math.min(left, MAX_TRY_MS));
    if (over.aborted) return undefined;
    unit.sampled(sample("startup", answer));
    if (answer.ok) return undefined;
    last = answer.detail;
    if (!waits) await pause(Math.min(check.interval, Math.max(0, Math.ceil(deadline - performance.now()))), over);
  }
  return undefined;
}

async function watchReadiness(
  unit: Checked,
  check: NonNullable<ServiceSpec["readiness"]>,
  over: AbortSignal,
  events: CheckEvents,
  ask: Ask,
): Promise<void> {
  let [good, bad] = [0, 0];
  while (!over.aborted) {
    const answer = await ask(check, check.timeout);
    if (over.aborted) return;
    unit.sampled(sample("readiness", answer));
    [good, bad] = answer.ok ? [good + 1, 0] : [0, bad + 1];
    if (good >= check.ok) {
      events.ready(true, answer.detail);
      if (check.log !== undefined) return;
    } else if (bad >= check.fail) events.ready(false, answer.detail);
    // One that has not been ready yet is asked more often: others wait for it.
    const interval = unit.actual === "ready" ? check.interval : Math.min(check.interval, Math.max(50, bad * 250));
    if (check.push !== true || answer.ok) await pause(interval, over);
  }
}

async function watchLiveness(
  unit: Checked,
  check: NonNullable<ServiceSpec["liveness"]>,
  over: AbortSignal,
  ask: Ask,
): Promise<Verdict> {
  await pause(check.grace, over);
  let bad = 0;
  while (!over.aborted) {
    const answer = await ask(check, check.push ? check.interval : check.timeout);
    if (over.aborted) break;
    unit.sampled(sample("liveness", answer));
    bad = answer.ok ? 0 : bad + 1;
    if (bad >= check.fail) {
      return { cause: "liveness", what: `Its liveness check failed ${bad} times: ${answer.detail}` };
    }
    if (!check.push || answer.ok) await pause(check.interval, over);
  }
  return await never();
}

interface Asking {
  unit: Checked;
  service: LaunchedService;
  ctx: Context;
  timeoutMs: number;
  over: AbortSignal;
  pushes: Pushes;
}

async function asked(check: Check, asking: Asking): Promise<Answer> {
  const { service, ctx, timeoutMs, over, pushes } = asking;
  const begun = performance.now();
  const answer = (ok: boolean, detail: string): Answer => ({ ok, ms: Math.round(performance.now() - begun), detail });
  try {
    if (check.http !== undefined) return await ctx.process.services.probe({ http: check.http, timeoutMs });
    if (check.tcp !== undefined) return await ctx.process.services.probe({ tcp: check.tcp, timeoutMs });
    if (check.push === true) return await pushes.next(timeoutMs, over);
    if ("log" in check && check.log !== undefined) {
      const waiting = new AbortController();
      const seen = await Promise.race([
        service.line(check.log),
        pause(timeoutMs, AbortSignal.any([over, waiting.signal])).then(() => false),
      ]);
      waiting.abort();
      return answer(seen, seen ? "its line has come" : `no line with "${check.log}" yet`);
    }
    return await executed(check.exec!, asking);
  } catch (error) {
    return answer(false, (error as Error).message.slice(0, 200));
  }
}

/** A program says so by its exit code; it sees what the service sees. */
async function executed(exec: string[], { unit, ctx, timeoutMs, over }: Asking): Promise<Answer> {
  const begun = performance.now();
  const { name, cwd, env, env_inherit, env_from_secret } = unit.spec;
  const probe = await ctx.process.services.launch({
    ...{ name, exec, cwd, env, envInherit: env_inherit, envSecrets: env_from_secret },
    ...{ source: `${unit.spec.logs.src ?? name}.check`, timeoutMs: Math.max(1, Math.round(timeoutMs)) },
  });
  const stop = () => void probe.signal("SIGKILL").catch(() => {});
  over.addEventListener("abort", stop, { once: true });
  const { code, endedBy, lastLines } = await probe.ended;
  over.removeEventListener("abort", stop);
  const last = lastLines.at(-1);
  const detail = endedBy === "timeout"
    ? `no end within ${spoken(timeoutMs)}`
    : `exit code ${code}${last ? `: ${last.slice(0, 150)}` : ""}`;
  return { ok: code === 0, ms: Math.round(performance.now() - begun), detail };
}

/** What the service says of itself, by notes. */
class Pushes {
  #waiting: ((answer: Answer) => void) | undefined;

  constructor(unit: Checked) {
    unit.pushed = (ok, detail) => this.#waiting?.({ ok, ms: 0, detail });
  }

  /** The next word from it; one that does not come is a failure. */
  async next(timeoutMs: number, over: AbortSignal): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const waiting = new AbortController();
    this.#waiting = resolve;
    const silence = pause(timeoutMs, AbortSignal.any([over, waiting.signal]))
      .then((): Answer => ({ ok: false, ms: timeoutMs, detail: `it has said nothing for ${spoken(timeoutMs)}` }));
    const answer = await Promise.race([promise, silence]);
    waiting.abort();
    this.#waiting = undefined;
    return answer;
  }
}

function sample(kind: string, { ok, ms, detail }: Answer) {
  return { at: new Date().toISOString(), kind, ok: ok ? 1 : 0, ms, detail: detail.slice(0, 300) };
}

function never(): Promise<never> {
  return new Promise(() => {});
}
