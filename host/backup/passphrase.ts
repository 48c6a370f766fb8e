import { BackupError } from "./backup_error.ts";

/**
 * The configured passphrase; undefined without one. Throws {@linkcode BackupError} when the file that should hold it does
 * not: never an open backup in its place.
 */
export function configuredPassphrase(given: string | undefined, file: string | undefined): string | undefined {
  if (given || file === undefined) return given || undefined;
  let text: string;
  try {
    text = Deno.readTextFileSync(file);
  } catch (error) {
    throw new BackupError("passphrase_needed", `The passphrase cannot be read: ${(error as Error).message}`);
  }
  const line = text.split(/\r?\n/)[0]!;
  if (line !== "") return line;
  throw new BackupError("passphrase_needed", `The first line of "${file}" is empty: write the passphrase there`);
}
