import type { PluginDatabase } from "@bulkhead/plugin";

/** Which approval: what a step of a run asks. */
export interface ApprovalKey {
  run: string;
  step: string;
}

/** Id of the message that shows an approval. */
export function messageOfApproval(db: PluginDatabase, { run, step }: ApprovalKey): string | undefined {
  return db.get<{ message_id: string }>("SELECT message_id FROM approvals WHERE run = ? AND step = ?", run, step)
    ?.message_id;
}

export function insertApproval(db: PluginDatabase, { run, step }: ApprovalKey, messageId: string): void {
  db.run("INSERT INTO approvals (run, step, message_id) VALUES (?, ?, ?)", run, step, messageId);
}
