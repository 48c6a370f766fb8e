import { decode, encode } from "./codec.ts";
import { canonicalJson, inputHash } from "./hash.ts";
import { nextTurn } from "./next_turn.ts";
import { JOURNAL_LIMITS, textBytes, valueTooLarge } from "./limits.ts";
import type { Completion, Difference, FromScript, JournalEntry, Operation, RunStart, StepRef } from "./protocol.ts";
import { RunRandom } from "./random.ts";
import { type Redact, redactor } from "./redact.ts";
import type { RetryPolicy } from "./retry.ts";
import { currentScope, inScope, outOfScope, type RunScope } from "./run_scope.ts";
import { AttemptUnderway, type StepAttempt } from "./step_attempt.ts";
import { errorRecord, StepError } from "./step_error.ts";

/** Sends one message about this run to the engine. */
export type SendToHost = <M extends keyof FromScript>(
  method: M,
  params: Omit<FromScript[M], "run" | "generation">,
) => void;

/**
 * The same for one that is only looked at, for which somebody waits: so many turns of a timer. One long timer would ring
 * at once in a process that had to wait for its turn itself.
 */
const CHECK_TURNS = 40;
const CHECK_TURN_MS = 25;
/** So many turns of the event loop in which nothing was delivered: what a script does by promises alone is done then. */
const QUIET_TURNS = 2;
/** How long a replay may stand before a recorded step that the script does not ask for. */
const STALLED_MS = 5_000;
/** Frames of a stack that are kept. */
const MAX_FRAMES = 8;

interface Pending {
  kind: Operation["kind"];
  fn?: (attempt: StepAttempt) => unknown;
  /** Of a `step` whose function is under way. */
  attempt?: AttemptUnderway;
  /** What its function returned last, in the journal's form. */
  own?: unknown;
  resolve(value: unknown): void;
  reject(error: StepError): void;
}

/**
 * One run inside its compartment: executes the script's function, answers what the journal knows, hands the rest to
 * the engine. Completions reach the script one at a time in their recorded order, each in a turn of the event loop of
 * its own, live as at a replay; so whatever the script makes of the order is the same both times.
 */
export class ScriptRun implements RunScope {
  readonly id: string;
  readonly startedAt: number;
  readonly random: RunRandom;
  /** Takes the run's secrets out of what leaves it for good. */
  readonly redact: Redact;
  readonly #spec: RunStart;
  readonly #send: SendToHost;
  readonly #sendNow: SendToHost;
  readonly #journal = new Map<string, JournalEntry>();
  /** What is known to have ended, in order; live completions are appended. */
  readonly #completions: Completion[];
  /** How many of them the journal brought. */
  readonly #recorded: number;
  #delivered = 0;
  readonly #pending = new Map<string, Pending>();
  readonly #occurrences = new Map<string, number>();
  /** Of a run that is only looked at. */
  readonly #asked = new Set<string>();
  #now: number;
  /** The script goes on with a result that may not be in the journal yet. */
  #ahead = false;
  /** That result, until the script was heard once more: what it asks for next is sent together with it. */
  #unsent: Omit<FromScript["run.result"], "run" | "generation"> | undefined;
  #over = false;
  #pumping = false;
  #stall: ReturnType<typeof setTimeout> | undefined;

  /** `clock`: that of the host; it is asked only where the two share one. */
  constructor(spec: RunStart, send: SendToHost, private readonly clock: () => number = () => Date.now()) {
    this.id = spec.run;
    this.startedAt = spec.startedAt;
    this.#now = spec.startedAt;
    this.random = new RunRandom(spec.seed);
    this.redact = redactor(spec.secrets);
    this.#spec = spec;
    this.#send = (method, params) => {
      this.#sendResult();
      send(method, params);
    };
    this.#sendNow = send;
    for (const entry of spec.journal) this.#journal.set(keyOf(entry), entry);
    this.#completions = spec.journal.flatMap(({ done }) => (done ? [done] : [])).sort((a, b) => a.seq - b.seq);
    this.#recorded = this.#completions.length;
  }

  get name(): string {
    return this.#spec.name;
  }
  get generation(): number {
    return this.#spec.generation;
  }
  now(): number {
    return this.#now;
  }
  replaying(): boolean {
    return this.#delivered < this.#recorded || this.#spec.check === true;
  }

  /** Executes the script's function to its end, or until {@linkcode drop}. */
  start(body: () => unknown): void {
    inScope({ run: this }, async () => {
      try {
        const output = encodeLimited(await body(), "The workflow's result");
        this.#finish({ output });
      } catch (thrown) {
        this.#finish({ error: { ...errorRecord(thrown), at: scriptPosition(thrown) } });
      }
    });
    if (this.#spec.check) this.#look();
    this.#pump();
  }

  /** A durable operation of the script; its promise settles when the journal holds the outcome. */
  operation(
    name: string,
    operation: Operation,
    options: { fn?: (attempt: StepAttempt) => unknown; retry?: RetryPolicy; attemptMs?: number } = {},
  ): Promise<unknown> {
    const scope = currentScope();
    if (scope?.step !== undefined) {
      throw new Error(`"${name}" is durable by itself and cannot stand inside step("${scope.step}", …): move it out`);
    }
    const occurrence = (this.#occurrences.get(name) ?? 0) + 1;
    this.#occurrences.set(name, occurrence);
    const ref = { name, occurrence };
    const { kind } = operation;
    // By what is kept of it, so that another value of a secret is no other input.
    const hash = kind === "step" ? STEP_HASH : hashOf(name, this.redact(operation));
    const promise = new Promise<unknown>((resolve, reject) => {
      if (this.#over) return;
      const entry = this.#journal.get(keyOf(ref));
      if (entry && entry.hash !== hash) {
        return this.#mismatch({
          ...ref,
          kind: "changed",
          asked: operation,
          message: `Step ${label(ref)} was recorded as a ${entry.kind} with another input than it has now`,
        });
      }
      this.#pending.set(keyOf(ref), { kind, fn: options.fn, resolve, reject });
      if (this.#spec.check) this.#look(ref);
      if (entry?.done) return this.#pump();
      if (this.#spec.check) return;
      const { retry, attemptMs } = options;
      const held = kind === "step" && this.#ahead ? { held: true as const } : {};
      this.#send("run.operation", { ...ref, hash, retry, attemptMs, ...held, ...operation });
      // A step that the journal does not know begins at once; one that an earlier life began, or that rests on what is not
      // in the journal yet, waits for `go`.
      if (kind === "step" && !entry && !this.#ahead) this.#execute(ref, 1);
    });
    // The script may leave a promise unawaited (a race): its rejection must not end the compartment.
    promise.catch(() => {});
    return promise;
  }

  /** The engine has put these into the journal. */
  completed(items: Completion[]): void {
    const known = this.#completions.at(-1)?.seq ?? 0;
    // The journal has another end of a step with which the script went on: it is about to be replayed.
    if (this.#ahead && items.some(({ seq }) => seq <= known)) return;
    this.#ahead = false;
    this.#completions.push(...items);
    this.#pump();
  }

  /** Resolves when the script was given all that is known, and had its turn to ask for more. */
  async settled(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS && !this.#over;) {
      const before = this.#delivered;
      // A replay that stands before a step which nobody asks for is not through; it ends by itself.
      if (this.#stall) await new Promise((resolve) => outOfScope(() => setTimeout(resolve, CHECK_TURN_MS)));
      await new Promise<void>((resolve) => nextTurn(resolve));
      const isThrough = this.#delivered === this.#completions.length && this.#delivered === before && !this.#unsent;
      quiet = isThrough ? quiet + 1 : 0;
    }
  }

  /** The engine wants (another) attempt of a `step` function. */
  go(ref: StepRef, attempt: number): void {
    this.#execute(ref, attempt);
  }

  /** Nobody waits for this attempt any more. */
  abandon(ref: StepRef, attempt: number): void {
    const underway = this.#pending.get(keyOf(ref))?.attempt;
    if (underway?.number === attempt) underway.abandon();
  }

  /** Nothing of this run will be sent or settled any more. */
  drop(): void {
    this.#over = true;
    for (const { attempt } of this.#pending.values()) attempt?.abandon();
    this.#pending.clear();
    clearTimeout(this.#stall);
  }

  #execute(ref: StepRef, number: number): void {
    const pending = this.#pending.get(keyOf(ref));
    const fn = pending?.fn;
    if (!fn || this.#over) return;
    pending.attempt?.abandon();
    const attempt = pending.attempt = new AttemptUnderway(number);
    inScope({ run: this, step: ref.name }, async () => {
      let result: { output?: unknown; error?: ReturnType<typeof errorRecord> };
      try {
        const output = encodeLimited(await fn(attempt), `The result of step "${ref.name}"`);
        pending.own = output;
        if (this.#mayGoAhead(ref, attempt)) return this.#goAhead(ref, number, output);
        result = { output };
      } catch (thrown) {
        result = { error: { ...errorRecord(thrown), at: scriptPosition(thrown) } };
      }
      if (pending.attempt === attempt) pending.attempt = undefined;
      if (!this.#over) this.#send("run.result", { ...ref, attempt: number, ...result });
    });
  }

  /** Nothing else is under way: what the script learns next is the end of this step. */
  #mayGoAhead(ref: StepRef, attempt: AttemptUnderway): boolean {
    if (!this.#spec.ahead || this.#over || this.#unsent || this.#delivered < this.#completions.length) return false;
    return this.#pending.size === 1 && this.#pending.get(keyOf(ref))?.attempt === attempt;
  }

  #goAhead(ref: StepRef, attempt: number, output: unknown): void {
    const seq = (this.#completions.at(-1)?.seq ?? 0) + 1;
    const at = Math.max(this.#now, outOfScope(this.clock));
    this.#pending.get(keyOf(ref))!.attempt = undefined;
    this.#ahead = true;
    this.#unsent = { ...ref, attempt, output, ahead: { seq, at } };
    this.#completions.push({ ...ref, kind: "step", seq, at, own: true });
    this.#pump();
  }

  readonly #sendResult = (): void => {
    const result = this.#unsent;
    this.#unsent = undefined;
    if (result && !this.#over) this.#sendNow("run.result", result);
  };

  #pump(): void {
    if (this.#pumping || this.#over || this.#delivered === this.#completions.length) return;
    this.#pumping = true;
    nextTurn(this.#turn);
  }

  readonly #turn = (): void => {
    this.#pumping = false;
    this.#deliver();
  };

  #deliver(): void {
    const next = this.#completions[this.#delivered];
    if (!next || this.#over) return;
    const key = keyOf(next);
    const pending = this.#pending.get(key);
    if (!this.#spec.check) {
      clearTimeout(this.#stall);
      this.#stall = undefined;
    }
    if (!pending && this.#spec.check) return;
    if (!pending) {
      this.#stall = setTimeout(() => this.#missing(next), STALLED_MS);
      return;
    }
    this.#pending.delete(key);
    pending.attempt?.abandon();
    this.#delivered++;
    this.#now = Math.max(this.#now, next.at);
    if (next.error) pending.reject(new StepError({ ...next.error, step: label(next) }));
    else pending.resolve(pending.kind === "step" ? decode(next.own ? pending.own : next.output) : next.output);
    if (this.#unsent) nextTurn(this.#sendResult);
    this.#pump();
  }

  #finish(outcome: Omit<FromScript["run.finish"], "run" | "generation">): void {
    if (this.#over) return;
    if (this.#spec.check) return this.#checked(this.#unasked());
    const left = this.#completions.slice(this.#delivered, this.#recorded).find((item) =>
      !this.#pending.has(keyOf(item))
    );
    if (left) return this.#missing(left);
    this.#sendResult();
    this.drop();
    this.#send("run.finish", outcome);
  }

  #missing(entry: StepRef): void {
    this.#mismatch(this.#missed(entry));
  }

  #missed(entry: StepRef): Difference {
    const { name, occurrence } = entry;
    const instead = [...this.#pending.keys()].find((key) => !this.#journal.has(key));
    const message = `Step ${label(entry)} stands in the journal, but the script did not ask for it`;
    if (instead === undefined) return { name, occurrence, kind: "missing", message };
    const at = instead.lastIndexOf("/");
    const other = label({ name: instead.slice(0, at), occurrence: Number(instead.slice(at + 1)) });
    return { name, occurrence, kind: "missing", asked: other, message: `${message}: it asked for ${other}` };
  }

  /** Of a run that is only looked at: it fits as soon as the script has asked for all that is recorded. */
  #look(asked?: StepRef): void {
    clearTimeout(this.#stall);
    if (this.#over) return;
    if (asked) this.#asked.add(keyOf(asked));
    const unasked = this.#unasked();
    if (!unasked) return this.#checked();
    let turns = 0;
    const turn = () => {
      if (++turns >= CHECK_TURNS) this.#checked(this.#unasked());
      else this.#stall = setTimeout(turn, CHECK_TURN_MS);
    };
    outOfScope(() => this.#stall = setTimeout(turn, CHECK_TURN_MS));
  }

  #unasked(): JournalEntry | undefined {
    return this.#spec.journal.find((entry) => !this.#asked.has(keyOf(entry)));
  }

  #checked(unasked?: StepRef): void {
    if (this.#over) return;
    const difference = unasked && this.#missed(unasked);
    this.drop();
    this.#send("run.checked", { difference });
  }

  #mismatch(difference: Difference): void {
    if (this.#over) return;
    this.drop();
    this.#send("run.mismatch", { difference });
  }
}

function keyOf(ref: StepRef): string {
  return `${ref.name}/${ref.occurrence}`;
}

/** A `step` has no input. */
const STEP_HASH = inputHash("step", "{}");

function hashOf(name: string, { kind, ...input }: Operation): string {
  const text = canonicalJson(input);
  checkSize(`The input of "${name}"`, text);
  return inputHash(kind, text);
}

/** `name`, or `name#2` for a later occurrence. */
export function label(ref: StepRef): string {
  return ref.occurrence === 1 ? ref.name : `${ref.name}#${ref.occurrence}`;
}

function encodeLimited(value: unknown, what: string): unknown {
  const encoded = encode(value);
  if (encoded !== undefined) checkSize(what, JSON.stringify(encoded));
  return encoded;
}

/** Throws when a text is larger than the journal takes. */
function checkSize(what: string, json: string): void {
  // No character takes more than three bytes.
  if (json.length * 3 <= JOURNAL_LIMITS.valueBytes) return;
  const bytes = textBytes(json);
  if (bytes > JOURNAL_LIMITS.valueBytes) throw new StepError(valueTooLarge(what, bytes));
}

/** Places of the stack's innermost frames, for the engine to find them in the script's source. */
function scriptPosition(thrown: unknown): string | undefined {
  const stack = thrown instanceof Error ? thrown.stack ?? "" : "";
  const places = [...stack.matchAll(/^[ \t]+at .*?((?:<anonymous>)?:\d+:\d+)\)?$/gm)].slice(0, MAX_FRAMES).map((
    [, place],
  ) => place);
  return places.length > 0 ? places.join(" ") : undefined;
}
