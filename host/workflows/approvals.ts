import type { Caller, Role } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import { approvalSignal, type Decision } from "../sdk/workflow/approval.ts";
import type { Database } from "../storage/ports.ts";
import type { RunRow } from "./run_store.ts";
import { time } from "./run_view.ts";
import type { Signals } from "./signals.ts";
import type { Approval } from "./wire.ts";

/** Who may decide what is asked of a role: that role and those above it. */
const RANK: Record<Role, number> = { agent: 0, guest: 0, member: 1, admin: 2, owner: 3 };

interface Asked {
  id: string;
  workflow: string;
  name: string;
  occurrence: number;
  input: string;
  started_at: number;
  wake_at: number | null;
}

/** What is asked of people now, oldest first. */
export function openApprovals(db: Database, run?: string): Approval[] {
  const asked = db.all<Asked>(
    "SELECT r.id, r.name AS workflow, s.name, s.occurrence, s.input, s.started_at, s.wake_at FROM wf_steps s " +
      "JOIN wf_runs r ON r.ord = s.run WHERE s.kind = 'approve' AND s.state = 'waiting' AND r.ended_at IS NULL " +
      `${run === undefined ? "" : "AND r.id = ? "}ORDER BY s.started_at LIMIT 200`,
    ...(run === undefined ? [] : [run]),
  );
  return asked.map(({ id, workflow, name, occurrence, input, started_at, wake_at }) => {
    const { question, role } = JSON.parse(input) as { question: string; role: Role };
    const step = occurrence === 1 ? name : `${name}#${occurrence}`;
    const deadline = time(wake_at);
    return { run: id, workflow, step, question, role, askedAt: time(started_at)!, ...(deadline ? { deadline } : {}) };
  });
}

export interface DecisionRequest {
  step?: string;
  approved: boolean;
  comment?: string;
  caller: Caller;
}

/** Decides what a run asks. The first decision stands, and the deadline is one: what came too late is refused. */
export async function decide(
  run: RunRow,
  { step, approved, comment, caller }: DecisionRequest,
  { db, signals, now }: { db: Database; signals: Signals; now(): number },
): Promise<Approval> {
  const open = openApprovals(db, run.id);
  const asked = step === undefined && open.length === 1 ? open[0] : open.find((each) => each.step === step);
  if (!asked) throw undecidable(run, step, open);
  if (RANK[caller.role] < RANK[asked.role]) {
    throw new RpcError("forbidden", `Only a person with the role ${asked.role} may decide this`, {
      hint: `You have the role ${caller.role}`,
    });
  }
  const by = caller.via ? `${caller.name} through ${caller.via}` : caller.name;
  const decision: Decision = { approved, by, ...(comment === undefined ? {} : { comment }) };
  const name = approvalSignal(asked.step);
  await signals.send({ ord: run.ord, name }, { data: decision, key: name }, (db) => {
    const decided = db.get("SELECT 1 FROM wf_signals WHERE run = ? AND name = ?", run.ord, name);
    const late = asked.deadline !== undefined && Date.parse(asked.deadline) <= now();
    if (decided || late) {
      throw new RpcError("conflict", late ? "The deadline has passed" : "Somebody has decided this already", {
        reason: "decided",
      });
    }
  });
  return asked;
}

function undecidable(run: RunRow, step: string | undefined, open: Approval[]): RpcError {
  if (open.length === 0) {
    return new RpcError("precondition_failed", `Run "${run.id}" asks for nothing now: it is ${run.state}`);
  }
  const steps = open.map((each) => `"${each.step}"`).join(", ");
  const message = step === undefined
    ? `Run "${run.id}" asks for ${open.length} decisions`
    : `Run "${run.id}" asks for no decision "${step}"`;
  return new RpcError("precondition_failed", message, { path: "/step", hint: `Give one of ${steps} as step` });
}
