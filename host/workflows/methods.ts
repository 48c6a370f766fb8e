import { z } from "zod";
import { hostMethod, type HostMethods } from "../rpc/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Database } from "../storage/ports.ts";
import { placeInSource } from "./bundle_position.ts";
import { forkPoint } from "./fork.ts";
import { grantMethods } from "./grant_methods.ts";
import type { Manual } from "./manual.ts";
import { askingMethods } from "./asking_methods.ts";
import { editorMethods } from "./editor_methods.ts";
import type { EditorService } from "./editor_wire.ts";
import { readSteps, type RunRow, selectRuns } from "./run_store.ts";
import { runDetail as presentDetail, runInfo as presentRun } from "./run_view.ts";
import type { Runs } from "./runs.ts";
import type { Signals } from "./signals.ts";
import { sourceMethods } from "./source_methods.ts";
import type { Sources } from "./sources.ts";
import { templateMethods } from "./template_methods.ts";
import type { Scripts } from "./scripts.ts";
import { bundleOf, getVersion, type Script, sourceOf, type Version } from "./version_store.ts";
import { workflowInfo as presentWorkflow } from "./workflow_view.ts";
import { runDetail, runInfo, runState, workflowInfo } from "./wire.ts";

export interface MethodsOptions {
  db: Database;
  runs: Runs;
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

const name = z.string().min(1).max(100);
const id = z.string().min(1).max(100);
const runAnswer = z.object({ id: z.string(), state: runState });

/** `host.workflow.*`. */
export function workflowMethods(options: MethodsOptions): HostMethods {
  const { db, runs, scripts, manual, safeMode } = options;
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
    ...grantMethods({
      db,
      scripts,
      now: options.now,
      script,
      revoked: (hash) => runs.compartments.restart(hash),
    }),
    "host.workflow.list": hostMethod({
      summary: "All workflows with their newest runs and their faults",
      params: z.object({}),
      result: z.object({ items: z.array(workflowInfo) }),
      readOnly: true,
      handler: () => ({ items: scripts.all().map((each) => presentWorkflow(db, each, safeMode)) }),
    }),
    "host.workflow.get": hostMethod({
      summary: "One workflow",
      params: z.object({ name }),
      result: workflowInfo,
      readOnly: true,
      handler: (params) => presentWorkflow(db, script(params.name), safeMode),
    }),
    "host.workflow.run": hostMethod({
      summary: "Begins a run by hand; the input is checked by the workflow's own schema",
      params: z.object({ name, input: z.unknown().optional() }),
      result: z.object({ runId: z.string() }),
      handler: async (params, { caller }) => {
        const { live } = script(params.name);
        refuseInSafeMode();
        if (!live) {
          throw new RpcError("precondition_failed", `"${params.name}" has no version that runs`, {
            hint: "Mend the faults that host.workflow.get shows",
          });
        }
        return { runId: await manual.run(live, params.input, caller) };
      },
    }),
    "host.workflow.runs": hostMethod({
      summary: "Runs, newest first",
      params: z.object({
        name: name.optional(),
        state: z.union([runState, z.array(runState).max(8)]).optional(),
        limit: z.number().int().min(1).max(200).default(50),
        cursor: z.string().max(40).optional(),
      }),
      result: z.object({ items: z.array(runInfo), nextCursor: z.string().optional() }),
      readOnly: true,
      handler: (params) => listRuns(db, params),
    }),
    "host.workflow.run.get": hostMethod({
      summary: "One run with its history: every step with input, output, attempts and times",
      params: z.object({ id }),
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
      handler: (params) => {
        const row = runs.get(params.id);
        const children = selectRuns(db, "parent = ? ORDER BY ord", row.id).map(({ id, name, state }) => ({
          id,
          name,
          state,
        }));
        const detail = presentDetail(row, readSteps(db, row.ord), (places) => placeOf(db, row.hash, places));
        return children.length > 0 ? { ...detail, children } : detail;
      },
    }),
    "host.workflow.cancel": hostMethod({
      summary: "Ends a run where it is",
      params: z.object({ id }),
      result: runAnswer,
      handler: async (params) => answer(await runs.cancel(params.id)),
    }),
    "host.workflow.pause": hostMethod({
      summary: "Holds a run until it is resumed",
      params: z.object({ id }),
      result: runAnswer,
      handler: async (params, { caller }) => answer(await runs.pause(params.id, caller.name)),
    }),
    "host.workflow.resume": hostMethod({
      summary: "Goes on with a paused run, or with a failed one at the step that failed",
      params: z.object({ id }),
      result: runAnswer,
      handler: async (params) => {
        refuseInSafeMode();
        return answer(await runs.resume(params.id));
      },
    }),
    "host.workflow.replay": hostMethod({
      summary: "Begins a new run with the event or input of an earlier one, or from one of its steps on",
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

/** `line:column` in the script, for places in the bundle to which a run is pinned. */
function placeOf(db: Database, hash: string, places: string): string | undefined {
  const bundle = bundleOf(db, hash);
  const place = bundle && placeInSource(places, new TextDecoder().decode(bundle), sourceOf(db, hash) ?? "");
  return place && `${place.line}:${place.column}`;
}

interface ListParams {
  name?: string;
  state?: string | string[];
  limit: number;
  cursor?: string;
}

function listRuns(db: Database, { name, state, limit, cursor }: ListParams) {
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number.parseInt(cursor, 36);
  if (!Number.isSafeInteger(before)) {
    throw new RpcError("invalid_params", `Bad cursor "${cursor}"`, { path: "/cursor" });
  }
  const states = state === undefined ? [] : [state].flat();
  const where = ["admitted = 1", "ord < ?"];
  const values: (string | number)[] = [before];
  if (name !== undefined) where.push("name = ?"), values.push(name);
  if (states.length > 0) where.push(`state IN (${states.map(() => "?").join(", ")})`), values.push(...states);
  const rows = selectRuns(db, `${where.join(" AND ")} ORDER BY ord DESC LIMIT ?`, ...values, limit + 1);
  const items = rows.slice(0, limit).map(presentRun);
  return rows.length > limit ? { items, nextCursor: rows[limit - 1]!.ord.toString(36) } : { items };
}
