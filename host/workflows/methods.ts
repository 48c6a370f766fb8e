import { z } from "zod";
import { hostMethod, type HostMethods } from "../rpc/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Database } from "../storage/ports.ts";
import { forkPoint } from "./fork.ts";
import { graphMethods } from "./graph_methods.ts";
import { grantMethods } from "./grant_methods.ts";
import type { Manual } from "./manual.ts";
import { askingMethods } from "./asking_methods.ts";
import { migrationMethods } from "./migration_methods.ts";
import { editorMethods } from "./editor_methods.ts";
import type { EditorService } from "./editor_wire.ts";
import { runMethods } from "./run_methods.ts";
import type { RunRow } from "./run_store.ts";
import type { RunEnds } from "./run_ends.ts";
import type { Runs } from "./runs.ts";
import { mustWrite } from "./source_methods.ts";
import type { Signals } from "./signals.ts";
import { sourceMethods } from "./source_methods.ts";
import type { Sources } from "./sources.ts";
import { templateMethods } from "./template_methods.ts";
import type { Scripts } from "./scripts.ts";
import { getVersion, type Script, type Version } from "./version_store.ts";
import { workflowInfo as presentWorkflow } from "./workflow_view.ts";
import { runState, workflowInfo } from "./wire.ts";
import { SAMPLE_WORKFLOW } from "./samples.ts";

export interface MethodsOptions {
  db: Database;
  runs: Runs;
  ends: RunEnds;
  scripts: Scripts;
  manual: Manual;
  signals: Signals;
  now(): number;
  sources: Sources;
  editor: EditorService;
  /** Absolute path of the folder of templates. */
  templates: string;
  /** Ids of the plugins whose methods are known. */
  plugins(): string[];
  safeMode: boolean;
}

/** How long a cancel waits for the run to end before it answers that it is still cleaning up. */
const CLEANED_UP_MS = 2_000;

const name = z.string().min(1).max(100);
const id = z.string().min(1).max(100);
const runAnswer = z.object({ id: z.string(), state: runState });

/** `host.workflow.*`. */
export function workflowMethods(options: MethodsOptions): HostMethods {
  const { db, runs, ends, scripts, manual, safeMode } = options;
  const script = (wanted: string): Script => {
    const found = scripts.byName(wanted);
    if (found) return found;
    throw new RpcError("not_found", `No workflow "${wanted}"`, {
      path: "/name",
      hint: "host.workflow.list has those that there are",
    });
  };
  const refuseInSafeMode = () => {
    if (!safeMode) return;
    throw new RpcError("precondition_failed", "Workflows are off: the host was started in safe mode", {
      hint: "Start it without --safe-mode",
    });
  };
  const pinned = (hash: string): Version => {
    const version = getVersion(db, hash);
    if (version) return version;
    throw new RpcError("not_found", `The version ${hash} is gone`);
  };
  const answer = ({ id, state }: RunRow) => ({ id, state });

  return {
    ...askingMethods(options),
    ...sourceMethods(options),
    ...editorMethods(options.editor, options),
    ...templateMethods(options),
    ...graphMethods({ db, now: options.now, script }),
    ...runMethods({ db, runs, ends, safeMode, refuseInSafeMode, liveHash: (name) => scripts.live(name)?.hash }),
    ...grantMethods({
      db,
      scripts,
      now: options.now,
      script,
      revoked: (hash) => runs.compartments.restart(hash),
    }),
    ...migrationMethods({ db, runs, script, refuseInSafeMode }),
    "host.workflow.list": hostMethod({
      summary: "All workflows with their newest runs and their faults",
      examples: [{ params: {}, result: { items: [SAMPLE_WORKFLOW] } }],
      params: z.object({}),
      result: z.object({ items: z.array(workflowInfo) }),
      readOnly: true,
      handler: () => ({ items: scripts.all().map((each) => presentWorkflow(db, each, safeMode)) }),
    }),
    "host.workflow.get": hostMethod({
      summary: "One workflow",
      examples: [{ params: { name: "triage-issue" }, result: SAMPLE_WORKFLOW }],
      errors: ["not_found"],
      params: z.object({ name }),
      result: workflowInfo,
      readOnly: true,
      handler: (params) => presentWorkflow(db, script(params.name), safeMode),
    }),
    "host.workflow.run": hostMethod({
      summary: "Begins a run by hand, with an input that fits the workflow's own schema or with an event to try it",
      examples: [{
        params: { name: "triage-issue", input: { amount: 5 } },
        result: { runId: "run_0mgx2k9p4q7c1v8z3t5y6w0h" },
      }],
      errors: ["not_found", "precondition_failed"],
      params: z.object({
        name,
        input: z.unknown().optional(),
        /** Instead of an input: an event that nobody published and nobody else gets. For owners and admins. */
        event: z.object({
          type: z.string().min(1).max(200),
          subject: z.string().max(1024).optional(),
          data: z.unknown(),
        }).optional(),
      }),
      result: z.object({ runId: z.string() }),
      handler: async (params, { caller }) => {
        const { live } = script(params.name);
        refuseInSafeMode();
        if (!live) {
          throw new RpcError("precondition_failed", `"${params.name}" has no version that runs`, {
            hint: "Mend the faults that host.workflow.get shows",
          });
        }
        const { event, input } = params;
        if (!event) return { runId: await manual.run(live, input, caller) };
        // Scripts trust that what they hear did happen.
        mustWrite(caller, "begin a run with an event that did not happen");
        return { runId: await manual.runEvent(live, { ...event, data: event.data ?? null }, caller) };
      },
    }),
    "host.workflow.cancel": hostMethod({
      summary: "Cancels a run: its script may clean up; `force`, or a second time, ends it where it is",
      examples: [{
        params: { id: "run_0mgx2k9p4q7c1v8z3t5y6w0h" },
        result: { id: "run_0mgx2k9p4q7c1v8z3t5y6w0h", state: "cancelled" },
      }],
      errors: ["not_found"],
      params: z.object({ id, force: z.boolean().default(false) }),
      result: runAnswer,
      handler: async (params, { caller }) => {
        const row = await runs.cancel(params.id, { by: caller.name, force: params.force || safeMode });
        await ends.within(row, CLEANED_UP_MS);
        return answer(runs.get(row.id));
      },
    }),
    "host.workflow.pause": hostMethod({
      summary: "Holds a run until it is resumed",
      examples: [{
        params: { id: "run_0mgx2k9p4q7c1v8z3t5y6w0h" },
        result: { id: "run_0mgx2k9p4q7c1v8z3t5y6w0h", state: "paused" },
      }],
      errors: ["not_found", "precondition_failed"],
      params: z.object({ id }),
      result: runAnswer,
      handler: async (params, { caller }) => answer(await runs.pause(params.id, caller.name)),
    }),
    "host.workflow.resume": hostMethod({
      summary: "Goes on with a paused run, or with a failed one at the step that failed",
      examples: [{
        params: { id: "run_0mgx2k9p4q7c1v8z3t5y6w0h" },
        result: { id: "run_0mgx2k9p4q7c1v8z3t5y6w0h", state: "running" },
      }],
      errors: ["not_found", "precondition_failed"],
      params: z.object({ id }),
      result: runAnswer,
      handler: async (params) => {
        refuseInSafeMode();
        return answer(await runs.resume(params.id));
      },
    }),
    "host.workflow.replay": hostMethod({
      summary: "Begins a new run with the event or input of an earlier one, or from one of its steps on",
      examples: [{
        params: { id: "run_0mgx2k9p4q7c1v8z3t5y6w0h", from: "charge" },
        result: { runId: "run_0mgx31c7f2v9t4q8b6m5k0pz" },
      }],
      errors: ["not_found", "precondition_failed"],
      params: z.object({
        id,
        /** A step of the earlier run: those that ended before it are taken over, it and what follows is done again. */
        from: z.string().min(1).max(220).optional(),
        /** Another input; fields of the event for a run that an event began. */
        input: z.unknown().optional(),
        /** `live`: the version that is live now; `same`: that of the earlier run. Default same with `from`, else live. */
        version: z.enum(["live", "same"]).optional(),
      }),
      result: z.object({ runId: z.string() }),
      handler: async ({ id, from, input, version = from === undefined ? "live" : "same" }, { caller }) => {
        const row = runs.get(id);
        refuseInSafeMode();
        const live = version === "live" ? scripts.live(row.name) : undefined;
        const runId = await manual.replay(row, {
          version: live ?? pinned(row.hash),
          starter: caller,
          input,
          from: from === undefined ? undefined : forkPoint(db, row, from),
        });
        return { runId };
      },
    }),
  };
}
