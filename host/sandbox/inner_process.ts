import { argumentsOf, childrenOf, isHeld, startTimeOf } from "./proc.ts";

/** A process by pid and start time, which together are never given twice. */
export interface KnownProcess {
  pid: number;
  startTime: string;
}

/**
 * The process that does the work behind a wrapper: bubblewrap starts a small init, and that starts `program`. Undefined
 * until it has begun to run.
 */
export function innerProcess(wrapperPid: number, program: string): KnownProcess | undefined {
  for (const init of childrenOf(wrapperPid)) {
    for (const pid of childrenOf(init)) {
      const startTime = startTimeOf(pid);
      // Between its birth and its start it still bears the wrapper's own arguments.
      if (startTime !== undefined && argumentsOf(pid)[0] === program) return { pid, startTime };
    }
  }
  return undefined;
}

/** A process that is being ended is gone after some of these, all in all about half a second. */
const GONE_MS = [1, 1, 2, 4, 8, 16, 32, 64, 128, 256];

/**
 * Resolves when a process that is being ended is gone. One whose wrapper was killed is ended by the kernel, a moment after the
 * wrapper's own end is told.
 */
export async function gone({ pid, startTime }: KnownProcess): Promise<void> {
  for (const ms of GONE_MS) {
    if (startTimeOf(pid) !== startTime) return;
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}

/** Sends a signal unless the pid belongs to another by now. */
export function signalProcess({ pid, startTime }: KnownProcess, signal: Deno.Signal): void {
  if (startTimeOf(pid) !== startTime) return;
  try {
    Deno.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/**
 * Ends a launched process and, where it is a wrapper, all inside. bubblewrap's init asks to end with its parent only when
 * all is set up; so the wrapper, which was launched as a group of its own, is held still first: then it starts nothing any
 * more, and who is its child now is all there is.
 */
export function killLaunched(child: Deno.ChildProcess): void {
  try {
    if (startTimeOf(child.pid) !== undefined) {
      Deno.kill(-child.pid, "SIGSTOP");
      for (const init of childrenOf(child.pid)) Deno.kill(init, "SIGKILL");
      // One that was born while the list was read is in the group still, and stands: it is not to stand there for ever.
      Deno.kill(-child.pid, "SIGKILL");
    }
  } catch {
    // it has ended by itself meanwhile
  }
  try {
    child.kill("SIGKILL");
  } catch {
    // as well
  }
}

/**
 * The same for a wrapper in the host's own group. Once its init is there nothing else is started, and both are ended at
 * once. One that is just being set up is told to stand still first, and what it had begun by then is ended with it.
 */
export function killBeside(child: Deno.ChildProcess): void {
  const { pid } = child;
  const startTime = startTimeOf(pid);
  if (startTime === undefined) return killAll([], child);
  const begun = childrenOf(pid);
  if (begun.length > 0) return killAll(begun, child);
  signalProcess({ pid, startTime }, "SIGSTOP");
  const look = () => {
    if (startTimeOf(pid) === startTime && !isHeld(pid)) return void setTimeout(look, 1);
    killAll(childrenOf(pid), child);
  };
  look();
}

function killAll(pids: number[], child: Deno.ChildProcess): void {
  for (const pid of pids) {
    try {
      Deno.kill(pid, "SIGKILL");
    } catch {
      // it has ended by itself meanwhile
    }
  }
  try {
    child.kill("SIGKILL");
  } catch {
    // as well
  }
}
