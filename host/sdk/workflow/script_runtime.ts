import type { z } from "zod";
import { decode, encode } from "./codec.ts";
import { describeWorkflow, type Workflow } from "./definition.ts";
import { flowValues } from "./flow_options.ts";
import type {
  AdmitParams,
  AdmitResult,
  FromScript,
  InputParams,
  InputResult,
  JournalEntry,
  RunStart,
  ScriptDescription,
  SettledParams,
  ToScript,
} from "./protocol.ts";
import { nextTurn, SLICE } from "./next_turn.ts";
import { PROTOCOL } from "./protocol.ts";
import { runContext } from "./run_context.ts";
import { type LogOut, runLogger } from "./run_logger.ts";
import { outOfScope } from "./run_scope.ts";
import { ScriptRun } from "./script_run.ts";
import { errorRecord } from "./step_error.ts";

/** Where a script's messages go: the channel in a compartment, the driver in a test. */
export interface ScriptLink {
  send<M extends keyof FromScript>(method: M, params: FromScript[M]): void;
  /** Resolves when all that was sent is on its way. */
  drained?(): Promise<void>;
  /** The host's clock, where it is the script's, too; default the machine's. */
  now?(): number;
  log: LogOut;
}

/** All runs of one script in one realm. It knows nothing of the channel, so tests run the very same code. */
export class ScriptRuntime {
  readonly #runs = new Map<string, ScriptRun>();
  /** Beginnings of long journals whose `run.start` has not come. */
  readonly #journals = new Map<string, { generation: number; entries: JournalEntry[] }>();

  /** Messages that were read and wait for their turn. */
  #backlog = 0;

  constructor(private readonly workflow: Workflow, private readonly link: ScriptLink) {}

  describe(): ScriptDescription {
    return { ...describeWorkflow(this.workflow), protocol: PROTOCOL };
  }

  /** Asks the script's filters and key function about runs that are to begin. */
  admit({ items }: AdmitParams): AdmitResult {
    const { triggers, options } = this.workflow;
    return items.map(({ event, input, triggers: candidates }) => {
      try {
        const trigger = candidates.find((index) => {
          const candidate = triggers[index];
          return candidate?.kind !== "event" || candidate.filter === undefined || candidate.filter(event!);
        });
        if (trigger === undefined) return { admitted: false };
        const cause = { event, input: decode(input) };
        const { concurrency, singleton } = options;
        const key = concurrency?.key ?? (typeof singleton === "object" ? singleton.key : undefined);
        const flow = flowValues(options, cause);
        return { admitted: true, trigger, flow, ...(typeof key === "function" ? { key: String(key(cause)) } : {}) };
      } catch (thrown) {
        return { error: errorRecord(thrown) };
      }
    });
  }

  /** The input of a run that somebody asks for, checked and completed by the trigger's schema. */
  async input({ input: given, trigger: index }: InputParams): Promise<InputResult> {
    const trigger = this.workflow.triggers[index];
    if (trigger?.kind !== "manual" && trigger?.kind !== "call") {
      return { ok: false, path: "", message: "This workflow has no such trigger: add manual() to its `on`" };
    }
    if (!trigger.input) return { ok: true, input: given };
    const parsed = await trigger.input.safeParseAsync(given);
    if (parsed.success) return { ok: true, input: encode(parsed.data) };
    return { ok: false, ...firstIssue(parsed.error) };
  }

  /** Answers when these runs wait for nothing but the engine, and it has all that they sent. */
  async settled({ items }: SettledParams): Promise<null> {
    if (this.#backlog > 0) await new Promise<void>((resolve) => nextTurn(resolve));
    await Promise.all(items.map(({ run, generation }) => this.#find(run, generation)?.settled()));
    await this.link.drained?.();
    return null;
  }

  /** A message of the host about runs; false when there is no such message. */
  tell(method: string, params: unknown): boolean {
    switch (method) {
      case "run.batch":
        return this.#batch(params as ToScript["run.batch"]);
      case "run.journal":
        return this.#journal(params as ToScript["run.journal"]);
      case "run.start":
        this.start(params as ToScript["run.start"]);
        return true;
      case "run.completed":
        this.completed(params as ToScript["run.completed"]);
        return true;
      case "run.go":
        this.go(params as ToScript["run.go"]);
        return true;
      case "run.abandon":
        this.abandon(params as ToScript["run.abandon"]);
        return true;
      case "run.drop":
        this.drop(params as ToScript["run.drop"]);
        return true;
    }
    return false;
  }

  /** Many messages take several turns, so that the host need not wait for what comes of the last of them. */
  #batch({ items }: ToScript["run.batch"]): true {
    const isShort = this.#backlog === 0 && items.length <= SLICE;
    for (const [method, params] of items) {
      if (isShort) this.tell(method, params);
      else {
        this.#backlog++;
        nextTurn(() => {
          this.#backlog--;
          this.tell(method, params);
        });
      }
    }
    return true;
  }

  #journal({ run, generation, entries }: ToScript["run.journal"]): true {
    const known = this.#journals.get(run);
    if (known?.generation === generation) known.entries.push(...entries);
    else this.#journals.set(run, { generation, entries });
    return true;
  }

  start(given: RunStart): void {
    const begun = this.#journals.get(given.run);
    this.#journals.delete(given.run);
    const whole = begun?.generation === given.generation;
    const spec = whole ? { ...given, journal: [...begun.entries, ...given.journal] } : given;
    this.#runs.get(spec.run)?.drop();
    const identity = { run: spec.run, generation: spec.generation };
    const run = new ScriptRun(spec, (method, params) => {
      if (method === "run.finish" || method === "run.mismatch" || method === "run.checked") this.#runs.delete(spec.run);
      // The two halves of the message are of the same method; the compiler does not follow that.
      outOfScope(() => this.link.send(method, { ...identity, ...params } as never));
    }, this.link.now);
    this.#runs.set(spec.run, run);
    const context = runContext(this.workflow, spec, run, runLogger(run, this.link.log));
    const trigger = this.workflow.triggers[spec.trigger ?? -1];
    const output = trigger?.kind === "call" ? trigger.output : undefined;
    run.start(
      output ? async () => fitting(output, await this.workflow.run(context)) : () => this.workflow.run(context),
    );
  }

  completed({ run, generation, items }: ToScript["run.completed"]): void {
    this.#find(run, generation)?.completed(items);
  }

  go({ run, generation, name, occurrence, attempt }: ToScript["run.go"]): void {
    this.#find(run, generation)?.go({ name, occurrence }, attempt);
  }

  abandon({ run, generation, name, occurrence, attempt }: ToScript["run.abandon"]): void {
    this.#find(run, generation)?.abandon({ name, occurrence }, attempt);
  }

  drop({ run, generation }: ToScript["run.drop"]): void {
    this.#journals.delete(run);
    const known = this.#runs.get(run);
    if (!known || known.generation > generation) return;
    known.drop();
    this.#runs.delete(run);
  }

  /** Drops every run. */
  close(): void {
    for (const run of this.#runs.values()) run.drop();
    this.#runs.clear();
    this.#journals.clear();
  }

  #find(id: string, generation: number): ScriptRun | undefined {
    const run = this.#runs.get(id);
    return run?.generation === generation ? run : undefined;
  }
}

/** What a called workflow returns, checked and completed by the trigger's schema. */
function fitting(output: z.ZodType, value: unknown): unknown {
  const parsed = output.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new TypeError(`What the workflow returned does not fit \`output\`: ${firstIssue(parsed.error).message}`);
}

function firstIssue(error: z.ZodError): { path: string; message: string } {
  const issue = error.issues[0];
  const path = (issue?.path ?? []).map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  return {
    path,
    message: issue ? `${issue.message}${path ? ` at ${path}` : ""}` : "The input does not fit the schema",
  };
}
