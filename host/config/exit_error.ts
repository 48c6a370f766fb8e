/**
 * The process is to end with this code and these words: 0 (help, version) on stdout, all others on stderr.
 * 2 bad configuration, 3 address in use, 4 data folder locked, 5 migration failed.
 */
export class ExitError extends Error {
  override readonly name = "ExitError";
  constructor(readonly exitCode: 0 | 2 | 3 | 4 | 5, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/** Bad configuration: exit code 2. */
export function badConfig(message: string, cause?: unknown): ExitError {
  return new ExitError(2, message, cause === undefined ? undefined : { cause });
}
