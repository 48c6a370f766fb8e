import type { Caller, Role } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import { approvalSignal, type Decision } from "../sdk/workflow/approval.ts";
import type { Database } from "../storage/ports.ts";
import type { ApprovalState, AskedApproval } from "./approval_wire.ts";
import type { RunRow } from "./run_store.ts";
import { time } from "./run_view.ts";
import type { Signals } from "./signals.ts";

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

const ASKED =
  "SELECT r.id, r.name AS workflow, s.name, s.occurrence, s.input, s.started_at, s.wake_at FROM wf_steps s " +
  "JOIN wf_runs r ON r.ord = s.run";

/** What is asked of people now, oldest first. */
export function openApprovals(db: Database, run?: string): AskedApproval[] {
  return db.all<Asked>(
    `${ASKED} WHERE s.kind = 'approve' AND s.state = 'waiting' AND r.ended_at IS NULL ` +
      `${run === undefined ? "" : "AND r.id = ? "}ORDER BY s.started_at LIMIT 200`,
    ...(run === undefined ? [] : [run]),
  ).map(present);
}

/** One approval, whatever became of it. Throws `not_found` when the run has never asked for it. */
export function findApproval(db: Database, run: RunRow, step: string): ApprovalState {
  const [name, occurrence = 1] = splitLabel(step);
  const asked = db.get<Asked & { state: string }>(
    `${ASKED.replace("s.wake_at", "s.wake_at, s.state")} ` +
      "WHERE s.run = ? AND s.name = ? AND s.occurrence = ? AND s.kind = 'approve'",
    run.ord,
    name,
    occurrence,
  );
  if (!asked) throw new RpcError("not_found", `Run "${run.id}" has asked for no decision "${step}"`, { path: "/step" });
  // The decision stands from the moment at which it is on disk, also before the run has heard of it.
  const decided = db.get<{ data: string }>(
    "SELECT data FROM wf_signals WHERE run = ? AND name = ? ORDER BY seq LIMIT 1",
    run.ord,
    approvalSignal(step),
  );
  if (!decided) {
    const open = asked.state === "waiting" && run.endedAt === null;
    return { ...present(asked), state: open ? "open" : "withdrawn" };
  }
  const { approved, expired, by, comment } = JSON.parse(decided.data) as Decision;
  return {
    ...present(asked),
    state: expired ? "expired" : approved ? "approved" : "rejected",
    ...(by === undefined ? {} : { by }),
    ...(comment === undefined ? {} : { comment }),
  };
}

/** What a run that has ended for good has asked without an answer. */
export function abandonedApprovals(db: Database, run: RunRow): AskedApproval[] {
  return db.all<Asked>(`${ASKED} WHERE s.run = ? AND s.kind = 'approve'`, run.ord).map(present).filter(({ step }) =>
    !db.get("SELECT 1 FROM wf_signals WHERE run = ? AND name = ?", run.ord, approvalSignal(step))
  );
}

function present({ id, workflow, name, occurrence, input, started_at, wake_at }: Asked): AskedApproval {
  const { question, role, channel, timeoutMs } = JSON.parse(input) as Question;
  const step = occurrence === 1 ? name : `${name}#${occurrence}`;
  // A step that is over has no time to wake at any more.
  const deadline = time(wake_at ?? (timeoutMs === undefined ? null : started_at + timeoutMs));
  return {
    run: id,
    workflow,
    step,
    question,
    role,
    askedAt: time(started_at)!,
    ...(deadline ? { deadline } : {}),
    ...(channel === undefined ? {} : { channel }),
  };
}

interface Question {
  question: string;
  role: Role;
  channel?: string;
  timeoutMs?: number;
}

/** `approve#2` is the second of its name. */
function splitLabel(step: string): [name: string, occurrence?: number] {
  const at = step.lastIndexOf("#");
  return at < 0 ? [step] : [step.slice(0, at), Number(step.slice(at + 1)) || 0];
}

export interface DecisionRequest {
  step?: string;
  approved: boolean;
  comment?: string;
  caller: Caller;
}

/**
 * Decides what a run asks. Only a person does, and by themselves: no plugin or script decides, also not in the name of
 * somebody who has called it for something else. The first decision stands, and the deadline is one: what came too late is refused. */
export async function decide(
  run: RunRow,
  { step, approved, comment, caller }: DecisionRequest,
  { db, signals, now }: { db: Database; signals: Signals; now(): number },
): Promise<AskedApproval> {
  if (caller.kind === "plugin" || caller.kind === "workflow" || caller.via !== undefined) throw notThemselves(caller);
  const open = openApprovals(db, run.id);
  const asked = step === undefined && open.length === 1 ? open[0] : open.find((each) => each.step === step);
  if (!asked) throw undecidable(run, step, open);
  if (RANK[caller.role] < RANK[asked.role]) {
    throw new RpcError("forbidden", `Only a person with the role ${asked.role} may decide this`, {
      hint: `You have the role ${caller.role}`,
    });
  }
  const decision: Decision = { approved, by: caller.name, ...(comment === undefined ? {} : { comment }) };
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

function notThemselves({ kind, id, name, via }: Caller): RpcError {
  const message = via !== undefined && kind === "user"
    ? `"${via}" cannot decide for ${name}: a decision is taken by a person themselves`
    : `A ${kind} cannot decide: "${id}" is no person`;
  return new RpcError("forbidden", message, {
    reason: "not_a_person",
    hint: "People decide in the cockpit, under the message in chat, or with host.workflow.approve",
  });
}

function undecidable(run: RunRow, step: string | undefined, open: AskedApproval[]): RpcError {
  if (open.length === 0) {
    return new RpcError("precondition_failed", `Run "${run.id}" asks for nothing now: it is ${run.state}`);
  }
  const steps = open.map((each) => `"${each.step}"`).join(", ");
  const message = step === undefined
    ? `Run "${run.id}" asks for ${open.length} decisions`
    : `Run "${run.id}" asks for no decision "${step}"`;
  return new RpcError("precondition_failed", message, { path: "/step", hint: `Give one of ${steps} as step` });
}
