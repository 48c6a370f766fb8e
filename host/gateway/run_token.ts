import { timingSafeEqual } from "node:crypto";

/**
 * Makes the token of the Unix socket: a new one at each start, in `<data>/run/token` with mode 0600, in a folder of
 * mode 0700.
 */
export async function writeRunToken(runDir: string): Promise<RunToken> {
  await Deno.mkdir(runDir, { recursive: true, mode: 0o700 });
  await Deno.chmod(runDir, 0o700);
  const token = crypto.getRandomValues(new Uint8Array(32)).toBase64({ alphabet: "base64url", omitPadding: true });
  const path = `${runDir}/token`;
  await Deno.remove(path).catch(() => {});
  await Deno.writeTextFile(path, `${token}\n`, { mode: 0o600, createNew: true });
  return new RunToken(token);
}

/** Compares in constant time. */
export class RunToken {
  readonly #bytes: Uint8Array;

  constructor(token: string) {
    this.#bytes = new TextEncoder().encode(token);
  }

  matches(given: string | undefined): boolean {
    if (given === undefined) return false;
    const bytes = new TextEncoder().encode(given);
    return bytes.byteLength === this.#bytes.byteLength && timingSafeEqual(bytes, this.#bytes);
  }
}
