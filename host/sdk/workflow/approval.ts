import type { Role } from "../channel/protocol.ts";
import type { StepRecord } from "./step_record.ts";

/** What came of an approval, as the journal keeps it. */
export interface Decision {
  approved: boolean;
  /** Who decided; absent when the deadline did. */
  by?: string;
  comment?: string;
  /** Nobody decided in time. */
  expired?: true;
}

/** The name under which the decision on a step reaches its run; no signal of a script can have it. */
export function approvalSignal(step: string): string {
  return `\0${step}`;
}

/** Roles that may be asked. */
export const DECIDERS: readonly Role[] = ["member", "admin", "owner"];

/** How it is told that an approval is asked for, or was decided: once, however often a run is replayed. */
export function approvalEvent(
  what: "requested" | "decided",
  { question, role, channel }: { question: string; role: Role; channel?: string },
  { run, step, record, data }: { run: string; step: string; record: StepRecord; data: object },
): { id: string; type: string; subject: string; data: object } {
  const deadline = record.wakeAt === undefined ? {} : { deadline: new Date(record.wakeAt).toISOString() };
  const asked = what === "requested" ? { ...deadline, ...(channel === undefined ? {} : { channel }) } : {};
  // A run that failed and is resumed asks anew.
  const id = `${run}/${step}/${what === "requested" ? `requested@${record.startedAt}` : what}`;
  return {
    id,
    type: `workflow.approval.${what}`,
    subject: run,
    data: { run, step, question, role, ...asked, ...data },
  };
}
