/**
 * Runs checkpoints of one database away from the host's thread. Takes the path once, then any message means: checkpoint now.
 * Answers each of those with true when it ran, false when it could not.
 */
import { DatabaseSync } from "node:sqlite";

interface Thread {
  onmessage: ((event: MessageEvent<string | null>) => void) | null;
  postMessage(ran: boolean): void;
}
const thread = globalThis as unknown as Thread;
let db: DatabaseSync | undefined;

thread.onmessage = ({ data: path }) => {
  if (path !== null) {
    db = new DatabaseSync(path, { timeout: 0 });
    db.exec("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0");
    return;
  }
  let ran = false;
  try {
    db!.prepare("PRAGMA wal_checkpoint(PASSIVE)").get();
    ran = true;
  } catch { /* the host tries again, or does it itself */ }
  thread.postMessage(ran);
};
