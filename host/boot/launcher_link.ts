/**
 * What a launcher and the host that it started say to each other: lines of JSON over a Unix socket in the data folder. Both
 * may be of different versions, so nothing here may change but by adding (`LAUNCH` in `host/upgrade/release/release_file.ts`).
 */

/** The variable that holds the socket's path. */
export const LAUNCHER_VARIABLE = "BULKHEAD_LAUNCHER";

/** Longest line that is read, in bytes. */
const MAX_LINE = 64 * 1024;

/** From the host. */
export type HostWord =
  /** It serves there. */
  | { ready: string; version: string }
  /** Its event loop turns. */
  | { alive: true }
  /** It asks to be stopped, so that the work in the state can go on. */
  | { handOver: true }
  /** Why it ends. */
  | { failed: string };

/** From the launcher. */
export type LauncherWord =
  /** It shall end. */
  | { stop: true }
  /** The state of upgrades was changed. */
  | { changed: true };

/** Hands on each line that is a JSON object, until the other end has gone. */
export async function readLines(connection: Deno.Conn, take: (word: Record<string, unknown>) => void): Promise<void> {
  let rest = "";
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(4_096);
  try {
    for (;;) {
      const count = await connection.read(buffer);
      if (count === null) return;
      rest += decoder.decode(buffer.subarray(0, count), { stream: true });
      const lines = rest.split("\n");
      rest = lines.pop()!.slice(-MAX_LINE);
      for (const line of lines) {
        try {
          const word = JSON.parse(line);
          if (typeof word === "object" && word !== null) take(word);
        } catch { /* of a version that speaks otherwise */ }
      }
    }
  } catch {
    // A connection that breaks is one that has ended.
  }
}

/** Writes lines one after the other; what does not get through has nobody to read it. */
export function lineWriter(connection: Deno.Conn): (word: HostWord | LauncherWord) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (word) => {
    const bytes = new TextEncoder().encode(`${JSON.stringify(word)}\n`);
    return last = last.then(async () => {
      for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await connection.write(rest));
    }).catch(() => {});
  };
}
