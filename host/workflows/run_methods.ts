import { z } from "zod";
import { hostMethod, type HostMethods } from "../rpc/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Database } from "../storage/ports.ts";
import { openApprovals } from "./approvals.ts";
import { placeInSource } from "./bundle_position.ts";
import { countRuns, filterRuns, MAX_COUNT, readCursor, runFilter } from "./run_filter.ts";
import { lastPosition, oneStep, placeAfter, placeBefore, readPlace, stepPage, writePlace } from "./run_steps.ts";
import type { RunEnds } from "./run_ends.ts";
import { getRun, type RunRow, selectRuns } from "./run_store.ts";
import {
  type Locate,
  relatedRun,
  runDetail as presentDetail,
  runInfo as presentRun,
  stepInfo as presentStep,
} from "./run_view.ts";
import type { Runs } from "./runs.ts";
import { bundleOf, sourceOf } from "./version_store.ts";
import { runDetail, runInfo, runState, stepInfo } from "./wire.ts";
import { SAMPLE_RUN, SAMPLE_STEP } from "./samples.ts";

export interface RunMethodsOptions {
  db: Database;
  runs: Runs;
  ends: RunEnds;
  safeMode: boolean;
  refuseInSafeMode(): void;
  /** Hash of the version of this workflow that is live. */
  liveHash(name: string): string | undefined;
}

const id = z.string().min(1).max(100);
/** Steps that stand in the answer about a run itself. */
const FIRST_STEPS = 500;
const MAX_RELATED = 200;
const MAX_REPLAYS = 50;
/** Runs that one call cancels or lets go on. */
const MAX_AT_ONCE = 500;
/** Of these so many at the same time. */
const TOGETHER = 50;
/** How long a cancel of many waits for scripts to clean up before it says that they still do. */
const CLEANED_UP_MS = 1_000;
const ALIVE = ["queued", "running", "waiting", "sleeping", "paused"] as const;

const bulkParams = z.object({ ...runFilter, limit: z.number().int().min(1).max(MAX_AT_ONCE).default(MAX_AT_ONCE) });
const bulkResult = z.object({
  done: z.number(),
  failed: z.number(),
  /** Of those that were cancelled: their scripts still clean up. */
  cleaningUp: z.number().optional(),
  /** There are more that fit. */
  more: z.boolean(),
});

/** Reading runs: lists with filters, one run, the steps of a long one; and doing something to all that a filter shows. */
export function runMethods({ db, runs, ends, safeMode, refuseInSafeMode, liveHash }: RunMethodsOptions): HostMethods {
  const bulk = (
    summary: string,
    states: readonly z.infer<typeof runState>[],
    act: (id: string, by: string) => Promise<unknown>,
    after: (rows: RunRow[]) => Promise<Partial<z.infer<typeof bulkResult>>> = () => Promise.resolve({}),
  ) =>
    hostMethod({
      summary,
      examples: [{ params: { name: "triage-issue" }, result: { done: 3, failed: 0, more: false } }],
      params: bulkParams,
      result: bulkResult,
      handler: async ({ limit, ...filter }, { caller }) => {
        const asked = filter.state === undefined ? states : [filter.state].flat();
        const state = asked.filter((one) => states.includes(one));
        if (state.length === 0) return { done: 0, failed: 0, more: false };
        await runs.settled();
        const { rows, next } = filterRuns(db, { ...filter, state }, { limit });
        let failed = 0;
        for (let at = 0; at < rows.length; at += TOGETHER) {
          const outcomes = await Promise.allSettled(
            rows.slice(at, at + TOGETHER).map((row) => act(row.id, caller.name)),
          );
          failed += outcomes.filter(({ status }) => status === "rejected").length;
        }
        return { done: rows.length - failed, failed, ...await after(rows), more: next !== undefined };
      },
    });
  return {
    "host.workflow.runs": hostMethod({
      summary: "Runs, newest first",
      examples: [{
        params: { name: "triage-issue", state: "failed" },
        result: {
          items: [{
            id: "run_0mgx2k9p4q7c1v8z3t5y6w0h",
            name: "triage-issue",
            state: "failed",
            trigger: "by hand",
            triggerKind: "manual",
            createdAt: "2026-03-01T09:00:00.000Z",
            startedAt: "2026-03-01T09:00:00.000Z",
          }],
        },
      }],
      params: z.object({
        ...runFilter,
        limit: z.number().int().min(1).max(200).default(50),
        cursor: z.string().max(40).optional(),
      }),
      result: z.object({
        items: z.array(runInfo),
        /** A page may hold fewer than were asked for: a search looks through so many runs at a time. */
        nextCursor: z.string().optional(),
      }),
      readOnly: true,
      handler: async ({ limit, cursor, ...filter }) => {
        await runs.settled();
        const { rows, next } = filterRuns(db, filter, { before: readCursor(cursor), limit });
        const items = rows.map(presentRun);
        return next === undefined ? { items } : { items, nextCursor: next.toString(36) };
      },
    }),
    "host.workflow.runs.count": hostMethod({
      summary: `How many runs there are of each state; of one state at most ${
        MAX_COUNT.toLocaleString("en")
      } are counted`,
      examples: [{
        params: { name: "triage-issue" },
        result: { items: [{ state: "waiting", count: 3 }], most: 10_000 },
      }],
      params: z.object(runFilter).omit({ state: true }),
      result: z.object({ items: z.array(z.object({ state: runState, count: z.number() })), most: z.number() }),
      readOnly: true,
      handler: async (filter) => {
        await runs.settled();
        return { items: countRuns(db, filter), most: MAX_COUNT };
      },
    }),
    "host.workflow.runs.cancel": bulk(
      "Cancels the runs that fit, the newest first; their scripts may clean up",
      ALIVE,
      // One that cleans up already is left to it: a second cancel would end it there.
      async (id, by) => void (runs.get(id).interrupt || await runs.cancel(id, { by, force: safeMode })),
      async (rows) => {
        await Promise.all(rows.map((row) => ends.within(row, CLEANED_UP_MS)));
        const cleaningUp = rows.filter(({ id }) => {
          const row = getRun(db, id);
          return row?.interrupt && row.endedAt === null;
        }).length;
        return cleaningUp > 0 ? { cleaningUp } : {};
      },
    ),
    "host.workflow.runs.resume": bulk(
      "Goes on with the failed and paused runs that fit, each at the step that failed",
      ["failed", "paused"],
      (id) => {
        refuseInSafeMode();
        return runs.resume(id);
      },
    ),
    "host.workflow.run.get": hostMethod({
      summary: "One run with its history: every step with input, output, attempts and times",
      examples: [{
        params: { id: "run_0mgx2k9p4q7c1v8z3t5y6w0h" },
        result: {
          ...SAMPLE_RUN,
          hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
          steps: [SAMPLE_STEP],
          stepCount: 1,
        },
      }],
      errors: ["not_found"],
      params: z.object({
        id,
        /** Of a longer history so many steps are answered, and a cursor for the others. */
        steps: z.number().int().min(1).max(1_000).default(FIRST_STEPS),
      }),
      result: runDetail,
      readOnly: true,
      mcp: {
        resource: {
          uri: "bulkhead://host/workflow/runs/{id}",
          name: "Workflow run",
          list: {
            method: "host.workflow.runs",
            variables: { id: "id" },
            name: "name",
            description: "trigger",
          },
        },
      },
      handler: async (params) => {
        const row = await runs.onDisk(params.id);
        const { steps, next } = stepPage(db, row.ord, { limit: params.steps });
        const related = (where: string, most: number) =>
          selectRuns(db, `${where} LIMIT ?`, row.id, most).filter(({ admitted }) => admitted).map(relatedRun);
        const children = related("parent = ? ORDER BY ord", MAX_RELATED);
        const replays = related("origin = ? ORDER BY ord DESC", MAX_REPLAYS);
        const approvals = row.endedAt === null ? openApprovals(db, row.id) : [];
        const live = liveHash(row.name);
        const more = {
          steps,
          ...(row.endedAt === null && live !== undefined && live !== row.hash ? { outdated: true } : {}),
          stepCount: next ? lastPosition(db, row.ord) : steps.length,
          ...(next ? { nextSteps: writePlace(next) } : {}),
          ...(children.length > 0 ? { children } : {}),
          ...(replays.length > 0 ? { replays } : {}),
          ...(approvals.length > 0 ? { approvals } : {}),
        };
        return presentDetail(row, more, locator(db, row.hash));
      },
    }),
    "host.workflow.run.steps": hostMethod({
      summary: "Steps of a run in the order in which it asked for them",
      examples: [{
        params: { id: "run_0mgx2k9p4q7c1v8z3t5y6w0h", limit: 200 },
        result: { items: [SAMPLE_STEP], stepCount: 1 },
      }],
      errors: ["not_found"],
      params: z.object({
        id,
        cursor: z.string().max(500).optional(),
        /** From behind this position on. */
        after: z.number().int().min(0).optional(),
        /** From some steps before this one on. */
        around: z.string().min(1).max(220).optional(),
        limit: z.number().int().min(1).max(1_000).default(200),
      }),
      result: z.object({ items: z.array(stepInfo), nextCursor: z.string().optional(), stepCount: z.number() }),
      readOnly: true,
      handler: async ({ id, cursor, after, around, limit }) => {
        const row = await runs.onDisk(id);
        const place = cursor !== undefined
          ? readPlace(cursor)
          : around !== undefined
          ? placeBefore(db, row.ord, around, Math.floor(limit / 2))
          : after !== undefined
          ? placeAfter(after)
          : undefined;
        const { steps, next } = stepPage(db, row.ord, { after: place, limit });
        const locate = locator(db, row.hash);
        return {
          items: steps.map((step) => presentStep(step, locate)),
          stepCount: lastPosition(db, row.ord),
          ...(next ? { nextCursor: writePlace(next) } : {}),
        };
      },
    }),
    "host.workflow.run.step": hostMethod({
      summary: "One step of a run with all of its input and output and each attempt that failed",
      examples: [{ params: { id: "run_0mgx2k9p4q7c1v8z3t5y6w0h", step: "approve" }, result: SAMPLE_STEP }],
      errors: ["not_found"],
      params: z.object({ id, step: z.string().min(1).max(220) }),
      result: stepInfo,
      readOnly: true,
      handler: (params) => {
        const row = runs.get(params.id);
        const step = oneStep(db, row.ord, params.step);
        if (step) return presentStep(step, locator(db, row.hash));
        throw new RpcError("not_found", `Run "${row.id}" has no step "${params.step}"`, {
          path: "/step",
          hint: "host.workflow.run.steps names its steps in `id`",
        });
      },
    }),
  };
}

/** Finds `line:column` in the script for places in its bundle, which is read at most once. */
function locator(db: Database, hash: string): Locate {
  let texts: { bundle: string; source: string } | undefined;
  const known = new Map<string, string | undefined>();
  return (places) => {
    if (known.has(places)) return known.get(places);
    texts ??= { bundle: new TextDecoder().decode(bundleOf(db, hash)), source: sourceOf(db, hash) ?? "" };
    const place = placeInSource(places, texts.bundle, texts.source);
    const found = place && `${place.line}:${place.column}`;
    known.set(places, found);
    return found;
  };
}
