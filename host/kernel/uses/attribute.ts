import { coversHost } from "../../sandbox/mod.ts";
import { roomMatcher } from "../room_pattern.ts";
import { argumentsFit } from "../../services/process/mod.ts";
import { covers } from "../patterns.ts";
import { commandLine, type Entry, parseCommandLine } from "../permissions/mod.ts";

/** What a plugin did: a host with its port, the name of a system fact, a command with its arguments … */
export type Done = string | readonly string[];

/** Kinds whose targets may be patterns of names. */
const PATTERNS = new Set(["call", "publish", "subscribe"]);

/** The entry that allows it, the narrowest first; undefined when none does. */
export function entryCovering(kind: string, done: Done, entries: readonly Entry[]): Entry | undefined {
  const own = entries.filter((entry) => entry.kind === kind);
  // Who may make files may read them.
  if (kind === "files") {
    return own.find(({ target }) => target === done) ?? own.find(({ target }) => target === "write");
  }
  if (kind === "push") {
    return own.find(({ target }) => target === done) ?? own.find(({ target }) => target === "high");
  }
  if (kind === "sockets") return own.find((entry) => roomMatcher(entry.target)(String(done)));
  if (kind === "net") return narrowest(own.filter((entry) => coversHost(entry.target, String(done))));
  if (kind === "process") return narrowest(own.filter((entry) => processCovers(entry.target, asParts(done))));
  const exact = own.find((entry) => entry.target === String(done));
  if (exact || !PATTERNS.has(kind)) return exact;
  return own.find((entry) => covers(entry.target, String(done)));
}

/** How it stands among what was refused. */
export function targetOfDone(done: Done): string {
  if (typeof done === "string") return done;
  const [command = "", ...args] = done;
  return commandLine({ command, args });
}

/** As the process service judges: item by item, where `*` is one argument and a last `**` any number of them. */
function processCovers(granted: string, [command, ...args]: readonly string[]): boolean {
  const grant = parseCommandLine(granted);
  if (!grant) return false;
  if (grant.command === "*") return true;
  if (grant.command !== command) return false;
  return grant.args === undefined || argumentsFit(grant.args, args);
}

function asParts(done: Done): readonly string[] {
  if (typeof done !== "string") return done;
  const parsed = parseCommandLine(done);
  return parsed ? [parsed.command, ...parsed.args ?? []] : [done];
}

/** Of several that allow it, the one that says the most. */
function narrowest(entries: Entry[]): Entry | undefined {
  return entries.sort((a, b) =>
    Number(a.target.includes("*")) - Number(b.target.includes("*")) || b.target.length - a.target.length
  )[0];
}
