import { z } from "zod";
import { hostMethod, type HostMethods } from "../rpc/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Database } from "../storage/ports.ts";
import { approvalState, askedApproval } from "./approval_wire.ts";
import { decide, findApproval, openApprovals } from "./approvals.ts";
import type { Runs } from "./runs.ts";
import type { Signals } from "./signals.ts";

export interface AskingOptions {
  db: Database;
  runs: Runs;
  signals: Signals;
  now(): number;
}

const id = z.string().min(1).max(100);
const decision = z.object({
  id,
  /** Which one, when the run asks for several. */
  step: z.string().max(220).optional(),
  comment: z.string().max(4_000).optional(),
});
/** Decisions reach runs under names with a control character, so that no signal is one. */
const signalName = z.string().min(1).max(200).refine((name) => !/\p{Cc}/u.test(name), {
  message: "The name of a signal has no control characters",
});
/** Longest JSON of a signal. */
const MAX_CHARS = 262_144;

/** What people and plugins tell runs: signals, and decisions on approvals. */
export function askingMethods({ db, runs, signals, now }: AskingOptions): HostMethods {
  const decided = (approved: boolean) =>
    hostMethod({
      summary: approved ? "Approves what a run asks for" : "Rejects what a run asks for",
      examples: [{
        params: { id: "run_0mgx2k9p4q7c1v8z3t5y6w0h", comment: "Looks right" },
        result: { id: "run_0mgx2k9p4q7c1v8z3t5y6w0h", step: "approve", approved },
      }],
      errors: ["not_found", "conflict", "precondition_failed"],
      risk: "high",
      params: decision,
      result: z.object({ id: z.string(), step: z.string(), approved: z.boolean() }),
      handler: async ({ id, step, comment }, { caller }) => {
        const asked = await decide(runs.get(id), { step, comment, approved, caller }, { db, signals, now });
        return { id, step: asked.step, approved };
      },
    });
  return {
    "host.workflow.signal": hostMethod({
      summary: "Sends a signal to a run; it is kept until the run takes it",
      examples: [{
        params: { id: "run_0mgx2k9p4q7c1v8z3t5y6w0h", name: "picked-up", data: { by: "Grace" } },
        result: { id: "run_0mgx2k9p4q7c1v8z3t5y6w0h", name: "picked-up" },
      }],
      errors: ["not_found", "precondition_failed"],
      params: z.object({ id, name: signalName, data: z.unknown().optional() }),
      result: z.object({ id: z.string(), name: z.string() }),
      handler: async ({ id, name, data = null }, { key }) => {
        const row = runs.get(id);
        if (JSON.stringify(data).length > MAX_CHARS) {
          throw new RpcError("too_large", `A signal carries at most ${MAX_CHARS} characters of JSON`, {
            path: "/data",
          });
        }
        await signals.send({ ord: row.ord, name }, { data, key }, (db) => {
          const ended = db.get<{ state: string }>(
            "SELECT state FROM wf_runs WHERE ord = ? AND ended_at IS NOT NULL",
            row.ord,
          );
          if (ended) throw new RpcError("precondition_failed", `Run "${id}" is ${ended.state}: it takes no signals`);
        });
        return { id, name };
      },
    }),
    "host.workflow.approvals": hostMethod({
      summary: "What runs ask of people now, oldest first",
      examples: [{
        params: {},
        result: {
          items: [{
            run: "run_0mgx2k9p4q7c1v8z3t5y6w0h",
            workflow: "triage-issue",
            step: "approve",
            question: "Close it?",
            role: "member",
            askedAt: "2026-03-01T09:00:00.000Z",
          }],
        },
      }],
      params: z.object({}),
      result: z.object({ items: z.array(askedApproval) }),
      readOnly: true,
      handler: () => ({ items: openApprovals(db) }),
    }),
    "host.workflow.approval.get": hostMethod({
      summary: "Shows what a run asked of people, and what came of it",
      examples: [{
        params: { id: "run_0mgx2k9p4q7c1v8z3t5y6w0h", step: "approve" },
        result: {
          run: "run_0mgx2k9p4q7c1v8z3t5y6w0h",
          workflow: "triage-issue",
          step: "approve",
          question: "Close it?",
          role: "member",
          askedAt: "2026-03-01T09:00:00.000Z",
          state: "open",
        },
      }],
      errors: ["not_found"],
      params: z.object({ id, step: z.string().max(220).default("approve") }),
      result: approvalState,
      readOnly: true,
      handler: ({ id, step }) => findApproval(db, runs.get(id), step),
    }),
    "host.workflow.approve": decided(true),
    "host.workflow.reject": decided(false),
  };
}
