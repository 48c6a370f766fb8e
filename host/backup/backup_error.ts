/** Why a backup could not be made, read or restored. */
export type BackupFault =
  | "damaged"
  | "wrong_passphrase"
  | "passphrase_needed"
  | "incompatible"
  | "unsafe"
  | "target_in_use"
  | "not_found"
  | "busy"
  | "no_space"
  | "unreadable"
  | "store";

/** A failure of a backup in words for people. */
export class BackupError extends Error {
  override readonly name = "BackupError";
  constructor(readonly fault: BackupFault, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}
