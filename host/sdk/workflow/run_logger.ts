import type { LogRecord } from "../channel/protocol.ts";
import type { RunLog } from "./context.ts";
import { currentScope, outOfScope, type RunScope } from "./run_scope.ts";

export type RunLogger = RunLog;
/** Takes log records on their way out of the compartment. */
export type LogOut = (records: LogRecord[]) => void;

/** The log of one run: records carry its id, and a replay does not write them again. */
export function runLogger(run: RunScope, out: LogOut): RunLogger {
  const write = (level: LogRecord["level"]) => (message: string, fields?: Record<string, unknown>) => {
    if (run.replaying()) return;
    const told = run.redact({ message, fields: { ...fields, run: run.id } });
    const record = { time: new Date(run.now()).toISOString(), level, ...told };
    outOfScope(() => out([record]));
  };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

const LEVELS = { log: "info", info: "info", debug: "debug", warn: "warn", error: "error" } as const;

/** `console.*` inside a run writes to the run's log; outside of runs it stays what it was. Answers a function that undoes it. */
export function patchConsole(out: LogOut): () => void {
  const target = console as unknown as Record<string, (...args: unknown[]) => void>;
  const real = Object.fromEntries(Object.keys(LEVELS).map((name) => [name, target[name]!]));
  for (const [name, level] of Object.entries(LEVELS)) {
    target[name] = (...args) => {
      const run = currentScope()?.run;
      if (run) runLogger(run, out)[level](args.map(text).join(" "));
      else real[name]!(...args);
    };
  }
  return () => Object.assign(target, real);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : Deno.inspect(value, { depth: 4 });
}
