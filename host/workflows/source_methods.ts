import { z } from "zod";
import { hostMethod, type HostMethods } from "../rpc/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Caller } from "../sdk/channel/protocol.ts";
import { checkResult, scriptFile, scriptText, SOURCE_MAX_BYTES } from "./editor_wire.ts";
import type { Sources } from "./sources.ts";
import { diagnostic, workflowInfo } from "./wire.ts";

export interface SourceMethodsOptions {
  sources: Sources;
  safeMode: boolean;
}

/** Who may write scripts over RPC: a script hears every event, and only these may look at every event. */
export const AUTHORS = ["owner", "admin"] as const satisfies Caller["role"][];

const name = z.string().min(1).max(100);
const which = {
  /** Of the workflow. */
  name: name.optional(),
  /** Of the file in the folder, for a script that is not there yet, or that has another name than its file. */
  file: scriptFile.optional(),
};
const hash = z.string().regex(/^[0-9a-f]{64}$/, "expected a SHA-256 in hex, as host.workflow.source.get answers it");

/** The sources of scripts: looking at them, checking them, saving and removing them. */
export function sourceMethods({ sources, safeMode }: SourceMethodsOptions): HostMethods {
  return {
    "host.workflow.validate": hostMethod({
      summary: "Says what is wrong with a workflow as it is in the folder, or with a text that is not saved",
      examples: [{ params: { source: "export default 1;\n", quick: true }, result: { ok: true, diagnostics: [] } }],
      errors: ["not_found"],
      params: z.object({
        ...which,
        /** Checked in place of the file; its relative imports are those of the folder. Nothing is written. */
        source: scriptText.optional(),
        /** Syntax and types only, which takes a tenth of a second; its options are not read. */
        quick: z.boolean().default(false),
      }),
      result: checkResult,
      readOnly: true,
      callMs: 60_000,
      handler: async ({ source, quick, ...script }, { caller }) => {
        if (source === undefined) return answer(await sources.validate(script));
        mustWrite(caller, "check a text that is not saved");
        refuseTooLarge(source);
        mustBeOn(safeMode);
        return answer(await sources.judge(script, source, { quick }));
      },
    }),
    "host.workflow.source.get": hostMethod({
      summary: "The source of a workflow: what is in its file, and that of its live version",
      examples: [{
        params: { name: "triage-issue" },
        result: {
          name: "triage-issue",
          file: "triage_issue.ts",
          source: "export default 1;\n",
          hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        },
      }],
      errors: ["not_found"],
      params: z.object(which),
      result: z.object({
        name: z.string(),
        file: z.string(),
        source: z.string(),
        /** SHA-256 of `source`: what `source.put` takes as `baseHash`. */
        hash,
        liveSource: z.string().optional(),
        /** Who saved it in the cockpit: it acts within the rights of this person. */
        savedBy: z.object({ id: z.string(), name: z.string(), at: z.string() }).optional(),
      }),
      readOnly: true,
      handler: (params) => sources.get(params),
    }),
    "host.workflow.source.put": hostMethod({
      summary: "Saves a script, which goes live; one with a fault is refused",
      examples: [{
        params: { file: "triage_issue.ts", source: "export default 1;\n" },
        result: {
          name: "triage-issue",
          file: "triage_issue.ts",
          hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
          created: true,
          diagnostics: [],
          state: "live",
        },
      }],
      errors: ["conflict", "not_found"],
      params: z.object({
        ...which,
        source: scriptText,
        /** The text from which the editor started, so that nobody's change is lost. */
        baseHash: hash.optional(),
        /** Saves it although it has faults; the last good version goes on. */
        force: z.boolean().default(false),
      }),
      result: z.object({
        name: z.string(),
        file: z.string(),
        hash,
        /** It was not there before. */
        created: z.boolean(),
        diagnostics: z.array(diagnostic),
        state: workflowInfo.shape.state,
      }),
      roles: [...AUTHORS],
      risk: "high",
      callMs: 60_000,
      handler: ({ source, baseHash, force, ...script }, { caller }) => {
        refuseTooLarge(source);
        return sources.put(script, { source, baseHash, force, caller });
      },
    }),
    "host.workflow.source.delete": hostMethod({
      summary: "Removes a script from the folder and answers its text, with which source.put brings it back",
      examples: [{
        params: { file: "triage_issue.ts" },
        result: {
          name: "triage-issue",
          file: "triage_issue.ts",
          source: "export default 1;\n",
          hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        },
      }],
      errors: ["not_found", "conflict"],
      params: z.object({ ...which, baseHash: hash.optional() }),
      result: z.object({ name: z.string(), file: z.string(), source: z.string(), hash }),
      roles: [...AUTHORS],
      risk: "high",
      handler: ({ baseHash, ...script }) => sources.delete(script, { baseHash }),
    }),
  };
}

/** Reading a script's options executes it, and types tell of every plugin. */
export function mustWrite(caller: Caller, what: string): void {
  if (caller.kind === "system" || (AUTHORS as readonly string[]).includes(caller.role)) return;
  throw new RpcError("forbidden", `The role "${caller.role}" may not ${what}`, {
    hint: `It is for ${AUTHORS.join(", ")}`,
  });
}

/** The limit is one of bytes. */
export function refuseTooLarge(source: string): void {
  const sizeBytes = new TextEncoder().encode(source).length;
  if (sizeBytes <= SOURCE_MAX_BYTES) return;
  throw new RpcError("too_large", `A script has at most ${SOURCE_MAX_BYTES} bytes; this one has ${sizeBytes}`, {
    path: "/source",
    hint: "Move parts of it into files that begin with _ and import them",
  });
}

export function mustBeOn(safeMode: boolean): void {
  if (!safeMode) return;
  throw new RpcError("precondition_failed", "Workflows are off: the host was started in safe mode", {
    hint: "Start it without --safe-mode",
  });
}

function answer<T>(diagnostics: T[]): { ok: boolean; diagnostics: T[] } {
  return { ok: diagnostics.length === 0, diagnostics };
}
