import { type Context, RpcError } from "@bulkhead/plugin";
import { spoken } from "../domain/duration.ts";
import { pause } from "../engine/pause.ts";
import type { Unit } from "../engine/unit.ts";

/** One that nothing checks counts as there when it has run for so long: most that cannot run end at once. */
const SETTLE_MS = 500;

/** How long until it is as far as it can come, as things are: 0 when it is there, undefined when nobody knows. */
function untilThereMs(unit: Unit): number | undefined {
  if (unit.actual === "ready" || unit.actual === "completed") return 0;
  const { runningForMs } = unit;
  if (unit.actual !== "running" || unit.checked || runningForMs === undefined) return undefined;
  return unit.spec.startup ? 0 : Math.max(0, SETTLE_MS - runningForMs);
}

/** Will it not come there by itself? */
function isLost(unit: Unit): boolean {
  if (unit.desired === "stopped" && !unit.alive) return true;
  return unit.actual === "failed" || unit.actual === "disabled" || unit.actual === "skipped";
}

/**
 * Resolves when a service is ready. Rejects with RpcError `precondition_failed`, which says what is wrong and what to do,
 * as soon as that is certain, or after `timeoutMs`.
 */
export async function waitReady(unit: Unit, timeoutMs: number, ctx: Context): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  // What was started just now looks anew at what it waits for before it counts as lost.
  await pause(0, ctx.signal);
  for (let there = untilThereMs(unit); there !== 0; there = untilThereMs(unit)) {
    ctx.signal.throwIfAborted();
    if (isLost(unit)) throw notReady(unit, "is not ready and will not be by itself");
    const left = deadline - performance.now();
    if (left <= 0) throw notReady(unit, `is not ready after ${spoken(timeoutMs)}`);
    const changed = new AbortController();
    const stop = unit.onChange(() => changed.abort());
    await pause(Math.min(left, there ?? left), AbortSignal.any([changed.signal, ctx.signal]));
    stop();
  }
}

function notReady(unit: Unit, what: string): RpcError {
  const reason = unit.reason ? ` (${unit.reason})` : "";
  const now = `it is ${unit.actual}${reason}`;
  const lines = unit.running ? [] : unit.lastEnd?.lastLines.slice(-3) ?? [];
  return new RpcError("precondition_failed", `"${unit.name}" ${what}: ${now}`, {
    reason: "not_ready",
    path: "/name",
    hint: [
      ...(lines.length > 0 ? [`It said last: ${lines.join(" | ").slice(0, 500)}`] : []),
      ...(unit.actual === "stopped" ? [`Start it: supervisor.service.start {"name": "${unit.name}"}`] : []),
      `Look at its log: bulkhead services logs ${unit.name}`,
    ].join(". "),
  });
}
