import { approvalEvent, approvalSignal, type Decision } from "./approval.ts";
import { type Interrupt, type InterruptCause, interruptError } from "./interrupt.ts";
import {
  attemptLost,
  JOURNAL_LIMITS,
  type JournalLimits,
  nothingInTime,
  runTooLarge,
  sizeOf,
  tooLate,
  valueTooLarge,
} from "./limits.ts";
import type { DriverPorts, DriverRun, DriverStatus, EventWanted, SignalTaken } from "./driver_ports.ts";
import type { Difference, RunFinish, RunOperation, RunResult, StepRef } from "./protocol.ts";
import { InOrder } from "./in_order.ts";
import { newRecord } from "./new_record.ts";
import { decideRetry } from "./retry.ts";
import { type ErrorRecord, errorRecord } from "./step_error.ts";
import type { Redact } from "./redact.ts";
import { completionOf, type StepRecord, type StepState } from "./step_record.ts";
import { statusOf } from "./run_status.ts";
import { hasTaken, lastTaken } from "./taken.ts";
import { inTime, published, Underway } from "./underway.ts";

export type { DriverPorts, DriverRun, DriverStatus, EventWanted, SignalTaken };
/** By how much the clocks of the two sides may seem to differ. */
const CLOCK_MS = 1_000;
const FIRST_REFUSAL_MS = 50;
const MAX_REFUSAL_MS = 10_000;

/**
 * Carries out the steps of one run: begins, retries, waits, and puts each outcome into the journal before the script
 * learns of it. Everything that it must remember is in the records, so a new driver on the same records goes on where
 * an earlier one stopped as soon as the replayed script asks for the same step again.
 */
export class RunDriver {
  readonly #steps = new Map<string, StepRecord>();
  readonly #underway = new Map<string, Underway>();
  readonly #limits: JournalLimits;
  /** Of all inputs and results in the journal. */
  #bytes = 0;
  #nextSeq = 1;
  #nextPosition = 1;
  #interrupt: Interrupt | undefined;
  readonly #redact: Redact;
  #outcome: { output?: unknown; error?: ErrorRecord } | undefined;
  /** The script has gone on with an outcome, and this tells whether it is in the journal: what it asked for waits for that. */
  #ahead: Promise<boolean> | undefined;
  readonly #ends = new InOrder();
  #stopped = false;

  constructor(private readonly run: DriverRun, private readonly ports: DriverPorts) {
    this.#interrupt = run.interrupt;
    this.#redact = run.redact ?? ((value) => value);
    this.#limits = run.limits ?? JOURNAL_LIMITS;
    for (const step of run.steps) {
      this.#bytes += step.bytes ?? 0;
      this.#steps.set(keyOf(step), step);
      this.#nextPosition = Math.max(this.#nextPosition, step.position + 1);
      if (step.seq !== undefined) this.#nextSeq = Math.max(this.#nextSeq, step.seq + 1);
    }
  }

  /** The script asks for a step. */
  operation(operation: RunOperation): void {
    if (this.#stopped || this.#outcome) return;
    const key = keyOf(operation);
    const known = this.#steps.get(key);
    const done = known && completionOf(known);
    if (done) return this.ports.completed(done);
    const record = known ?? this.#begin(operation);
    if (!record) return;
    const step = new Underway(record, operation);
    if (known?.kind === "wait") step.seen = this.run.seen;
    this.#underway.set(key, step);
    if (this.#isInterrupted(record)) return this.#end(step, { error: interruptError(this.#interrupt!) });
    const before = this.#ahead ?? (operation.kind === "step" ? undefined : this.run.created?.());
    if (!before) return this.#carryOut(step, { isNew: !known });
    void before.then((saved) => saved && !this.#stopped && !step.over && this.#carryOut(step, { isNew: !known }));
  }

  #carryOut(step: Underway, { isNew }: { isNew: boolean }): void {
    const { operation, record } = step;
    switch (operation.kind) {
      case "call":
      case "publish":
        if (record.state === "retrying") return this.#wakeAt(step, () => this.#attempt(step));
        return void this.#attempt(step);
      case "step":
        if (!isNew) return this.#resumeStep(step);
        this.#running(step);
        return operation.held && this.ports.go({ name: record.name, occurrence: record.occurrence, attempt: 1 });
      case "sleep":
        return this.#sleep(step, operation);
      case "wait":
        return void this.#waitForEvent(step, operation);
      case "signal":
        return void this.#waitForSignal(step, operation);
      case "approve":
        return void this.#ask(step, operation);
      case "invoke":
        return void this.#invoke(step, operation);
    }
  }

  /** One attempt of a `step` function ended. */
  result(result: RunResult): void {
    const step = this.#underway.get(keyOf(result));
    const { ahead } = result;
    const isOpen = step?.record.state === "running" &&
      (result.attempt ?? step.record.attempts) === step.record.attempts;
    if (ahead && !(isOpen && this.#canBeAhead(step, ahead))) return this.#rewind();
    if (!isOpen) return;
    step.cancelAlarm?.();
    step.own = !result.error;
    if (!result.error) return this.#end(step, { output: result.output }, ahead);
    this.#failed(step, result.error, () => this.#again(step));
  }

  /** Does the journal take this end as the script has gone on with it? */
  #canBeAhead({ record }: Underway, { seq, at }: NonNullable<RunResult["ahead"]>): boolean {
    const isNext = seq === this.#nextSeq && this.#underway.size === 1;
    return isNext && at >= record.startedAt - CLOCK_MS && at <= this.ports.now() + CLOCK_MS;
  }

  /** The script went on with what the journal does not have: it is replayed. */
  #rewind(): void {
    if (this.#stopped) return;
    this.stop();
    this.ports.rewind();
  }

  /** The script's function ended. Calls that are under way are waited for, sleeps and waits are given up. */
  finish({ output, error }: Pick<RunFinish, "output" | "error">): void {
    if (this.#stopped || this.#outcome) return;
    this.#outcome = { output, error };
    for (const step of this.#underway.values()) {
      if (step.record.state !== "running" || step.record.kind === "step") this.#giveUp(step);
    }
    this.#settle();
  }

  /**
   * Ends the run from outside: what is under way rejects, and what the script does then is carried out. When nothing is
   * under way the next step that it asks for rejects. Answers what has to be kept of it.
   */
  interrupt(cause: InterruptCause): Interrupt {
    const underway = [...this.#underway.values()].filter(({ record }) => record.seq === undefined);
    // After a restart steps may be known to be under way before the replay has come to them.
    const isAnyOpen = [...this.#steps.values()].some(({ seq }) => seq === undefined);
    const position = this.#nextPosition - (isAnyOpen ? 1 : 0);
    this.#interrupt = { ...cause, position };
    if (this.#outcome) {
      for (const step of underway) this.#giveUp(step);
      this.#settle();
    } else {
      for (const step of underway) this.#end(step, { error: interruptError(cause) });
    }
    return this.#interrupt;
  }

  #isInterrupted(record: StepRecord): boolean {
    return this.#interrupt !== undefined && record.seq === undefined && record.position <= this.#interrupt.position;
  }

  mismatch(difference: Difference): void {
    if (!this.#stopped) this.ports.mismatch(difference);
  }

  /** Stops everything; the records stay as they are. */
  stop(): void {
    this.#stopped = true;
    for (const step of this.#underway.values()) this.#giveUp(step);
  }

  status(): DriverStatus {
    return statusOf([...this.#underway.values()]);
  }

  /** The events that it waits for now. */
  eventsWanted(): EventWanted[] {
    return [...this.#underway.values()].flatMap(({ operation: asked, record }) => {
      if (asked.kind !== "wait" || record.seq !== undefined) return [];
      const since = lastTaken(this.#steps.values(), asked.type, this.run.since);
      return [{ type: asked.type, subject: asked.subject, where: asked.where, since }];
    });
  }

  /** A new step; undefined, and the run ends, when its journal is full. */
  #begin(operation: RunOperation): StepRecord | undefined {
    const made = newRecord(operation, {
      position: this.#nextPosition,
      count: this.#steps.size,
      now: this.ports.now(),
      redact: this.#redact,
      limits: this.#limits,
    });
    if ("error" in made) return void this.finish({ error: made.error });
    if (!this.#hasRoom(operation.name, made.record.bytes)) return undefined;
    this.#nextPosition++;
    this.#steps.set(keyOf(operation), made.record);
    return made.record;
  }

  /** Counts bytes of the journal; false, and the run ends, when there is no room for them. */
  #hasRoom(step: string, bytes: number): boolean {
    const { runBytes } = this.#limits;
    if (this.#bytes + bytes > runBytes) {
      this.finish({ error: runTooLarge(step, this.#bytes + bytes, runBytes) });
      return false;
    }
    this.#bytes += bytes;
    return true;
  }

  /** Writes a state that is not final. */
  #enter(step: Underway, state: StepState, wakeAt?: number, reason?: string, mayWait = false): Promise<boolean> {
    step.record.state = state;
    step.record.wakeAt = wakeAt;
    step.reason = this.#redact(reason);
    const saved = this.#save(step.record, mayWait);
    this.ports.changed();
    return saved;
  }

  #save(record: StepRecord, mayWait = false): Promise<boolean> {
    return this.ports.save(record, { mayWait }).then(() => true, (error) => {
      if (!this.#stopped) this.ports.broken(error);
      return false;
    });
  }

  async #attempt(step: Underway): Promise<void> {
    if (step.over) return;
    const { record, operation } = step;
    record.attempts++;
    this.#enter(step, "running");
    const key = `${this.run.id}/${record.name}/${record.occurrence}`;
    try {
      const output = operation.kind === "call"
        ? await inTime(step, this.ports, (signal) => this.ports.call(operation.method, operation.params, key, signal))
        : await this.ports.publish({ id: key, ...this.#redact(published(operation)) });
      step.refusals = 0;
      this.#end(step, { output });
    } catch (thrown) {
      if (step.over) return;
      const retryAfterMs = (thrown as { data?: { retryAfterMs?: number } })?.data?.retryAfterMs;
      this.#failed(step, { retryAfterMs, ...errorRecord(thrown) }, () => this.#attempt(step));
    }
  }

  /** An attempt of a `step` function has begun; it fails when it takes longer than the script allows. */
  #running(step: Underway): void {
    this.#enter(step, "running", undefined, undefined, true);
    const { attemptMs, name } = step.operation;
    if (attemptMs === undefined) return;
    const { occurrence, attempts: attempt } = step.record;
    step.cancelAlarm = this.ports.alarm(this.ports.now() + attemptMs, () => {
      this.ports.abandon({ name, occurrence, attempt });
      this.#failed(step, tooLate(name, attemptMs), () => this.#again(step));
    });
  }

  #failed(step: Underway, fault: ErrorRecord, again: () => void): void {
    const { record } = step;
    const { final: _final, retryAfterMs: _retryAfterMs, ...error } = this.#redact(fault);
    record.error = error;
    // An error inside a step's function has no class of its own: it is tried again whatever its code.
    const code = record.kind === "step" && error.reason !== "too_large" ? -32603 : error.code;
    const policy = step.operation.retry ?? this.run.retry;
    const decision = this.#outcome
      ? { kind: "fail" as const }
      : decideRetry({ ...fault, code }, record.attempts, policy);
    if (decision.kind === "fail") return this.#end(step, { error });
    if (decision.kind === "pause") return this.#pause(step, error);
    if (decision.kind === "wait") return void this.#waitForPlugin(step, again);
    const wakeAt = this.ports.now() + decision.delayMs;
    this.#enter(step, "retrying", wakeAt, `retrying ${record.name} after: ${error.message}`);
    this.#wakeAt(step, again);
  }

  /** Holds the run at this step: whoever resumes it wants another attempt at once. */
  #pause(step: Underway, error: ErrorRecord): void {
    this.#enter(step, "retrying", undefined, `${step.record.name} failed: ${error.message}`);
    this.ports.gaveUp(step.record, error);
  }

  async #waitForPlugin(step: Underway, again: () => void): Promise<void> {
    const plugin = step.record.name.split(".", 1)[0]!;
    step.record.attempts--;
    this.#enter(step, "waiting", undefined, `waiting for ${plugin}`);
    try {
      await this.ports.whenAvailable(plugin, step.signal);
    } catch {
      return;
    }
    if (step.over) return;
    // The first time at once; a plugin that says it is there and refuses again is asked ever more slowly.
    if (step.refusals++ === 0) return again();
    const delayMs = Math.min(FIRST_REFUSAL_MS * 2 ** Math.min(step.refusals, 16), MAX_REFUSAL_MS);
    step.cancelAlarm = this.ports.alarm(this.ports.now() + delayMs, again);
  }

  /** Calls back when the record's time has come, at once when it has passed. */
  #wakeAt(step: Underway, callback: () => void): void {
    step.cancelAlarm = this.ports.alarm(step.record.wakeAt ?? 0, callback);
    this.ports.changed();
  }

  /** Another attempt of a `step` function. */
  #again(step: Underway): void {
    const { record } = step;
    record.attempts++;
    this.#running(step);
    this.ports.go({ name: record.name, occurrence: record.occurrence, attempt: record.attempts });
  }

  /** A `step` that an earlier life began: its attempt is lost and counts, so that one which kills its compartment comes to an end. */
  #resumeStep(step: Underway): void {
    if (step.record.state === "retrying") return this.#wakeAt(step, () => this.#again(step));
    const error = attemptLost(step.record.name);
    const decision = decideRetry({ code: error.code }, step.record.attempts, step.operation.retry ?? this.run.retry);
    if (decision.kind === "retry") return this.#again(step);
    step.record.error = error;
    if (decision.kind === "pause") return this.#pause(step, error);
    this.#end(step, { error });
  }

  #sleep(step: Underway, operation: RunOperation & { kind: "sleep" }): void {
    const wakeAt = step.record.wakeAt ??
      ("until" in operation ? operation.until : step.record.startedAt + operation.ms);
    this.#enter(step, "sleeping", wakeAt);
    step.cancelAlarm = this.ports.alarm(wakeAt, () => this.#end(step, {}));
  }

  async #waitForEvent(step: Underway, operation: RunOperation & { kind: "wait" }): Promise<void> {
    const { type, subject, where, timeoutMs } = operation;
    this.#waitUntil(step, timeoutMs, `waiting for the event ${type}`);
    step.cancelAlarm = this.#alarmOf(step, () => this.#timedOut(step, `event ${type}`));
    try {
      const since = Math.max(lastTaken(this.#steps.values(), type, this.run.since), step.seen ?? 0);
      const event = await this.ports.nextEvent({ type, subject, where, since }, step.signal, () => this.#rests(step));
      step.rests = false;
      if (!step.over) this.#end(step, { output: event });
    } catch (thrown) {
      if (!step.over) this.ports.broken(thrown);
    }
  }

  async #waitForSignal(step: Underway, { signal, timeoutMs }: RunOperation & { kind: "signal" }): Promise<void> {
    this.#waitUntil(step, timeoutMs, `waiting for the signal ${signal}`);
    step.cancelAlarm = this.#alarmOf(step, () => this.#timedOut(step, `signal ${signal}`));
    try {
      let taken: SignalTaken = { seq: 0, data: null };
      this.#rests(step);
      do taken = await this.ports.nextSignal({ name: signal, after: taken.seq }, step.signal); while (
        hasTaken(this.#steps.values(), signal, taken.seq)
      );
      if (!step.over) this.#end(step, { output: taken });
    } catch (thrown) {
      if (!step.over) this.ports.broken(thrown);
    }
  }

  async #ask(step: Underway, operation: RunOperation & { kind: "approve" }): Promise<void> {
    const { record } = step;
    const { question, timeoutMs } = operation;
    const label = record.occurrence === 1 ? record.name : `${record.name}#${record.occurrence}`;
    const name = approvalSignal(label);
    const tell = (what: "requested" | "decided", data: object) =>
      this.ports.publish(this.#redact(approvalEvent(what, operation, { run: this.run.id, step: label, record, data })));
    try {
      const saved = this.#waitUntil(step, timeoutMs, `waiting for an approval: ${question}`);
      if (!await saved) return;
      await tell("requested", {});
      if (step.over) return;
      step.cancelAlarm = this.#alarmOf(step, () => {
        this.ports.expire(name).catch((thrown) => step.over || this.ports.broken(thrown));
      });
      this.#rests(step);
      const { data } = await this.ports.nextSignal({ name, after: 0 }, step.signal);
      if (step.over) return;
      step.rests = false;
      await tell("decided", data as Decision);
      if (!step.over) this.#end(step, { output: data });
    } catch (thrown) {
      if (!step.over) this.ports.broken(thrown);
    }
  }

  async #invoke(step: Underway, { workflow, input }: RunOperation & { kind: "invoke" }): Promise<void> {
    const { record } = step;
    this.#waitUntil(step, undefined, `waiting for the workflow ${workflow}`);
    const key = `${this.run.id}/${record.name}/${record.occurrence}`;
    try {
      const child = { workflow, input: this.#redact(input), key };
      const output = await this.ports.invoke(child, step.signal, () => this.#rests(step));
      step.rests = false;
      if (!step.over) this.#end(step, { output });
    } catch (thrown) {
      if (!step.over) this.#end(step, { error: errorRecord(thrown) });
    }
  }

  /** What happens next with a step that waits comes from outside. */
  #rests(step: Underway): void {
    if (step.over) return;
    step.rests = true;
    this.ports.changed();
  }

  /** Enters `waiting`, with the time at which it is given up. */
  #waitUntil(step: Underway, timeoutMs: number | undefined, reason: string): Promise<boolean> {
    const wakeAt = step.record.wakeAt ?? (timeoutMs === undefined ? undefined : step.record.startedAt + timeoutMs);
    return this.#enter(step, "waiting", wakeAt, reason);
  }

  #alarmOf(step: Underway, callback: () => void): (() => void) | undefined {
    return step.record.wakeAt === undefined ? undefined : this.ports.alarm(step.record.wakeAt, callback);
  }

  #timedOut(step: Underway, what: string): void {
    this.#end(step, { error: nothingInTime(what) });
  }

  /** Puts the outcome into the journal, then tells the script. */
  #end(
    step: Underway,
    outcome: { output?: unknown; error?: ErrorRecord },
    ahead?: RunResult["ahead"],
  ): void {
    const { record } = step;
    const key = keyOf(record);
    if (this.#stopped || this.#underway.get(key) !== step || record.seq !== undefined) return;
    const output = this.#redact(outcome.output);
    const outputJson = output === undefined ? undefined : JSON.stringify(output);
    // What the journal has differs from what the script sent: a replay sees the former, and so must the live run.
    if (step.own && this.run.redact && outputJson !== JSON.stringify(outcome.output)) step.own = false;
    const bytes = outputJson === undefined ? 0 : sizeOf(outputJson);
    const { valueBytes } = this.#limits;
    if (bytes > valueBytes) {
      this.#end(step, { error: valueTooLarge(`The result of "${record.name}"`, bytes, valueBytes) });
      return ahead && this.#rewind();
    }
    if (!this.#hasRoom(record.name, bytes)) {
      this.#giveUp(step);
      return this.#settle();
    }
    step.cancelAlarm?.();
    record.state = outcome.error ? "failed" : "succeeded";
    record.output = output;
    record.outputJson = outputJson;
    record.bytes = (record.bytes ?? 0) + bytes;
    record.error = this.#redact(outcome.error);
    record.endedAt = ahead?.at ?? this.ports.now();
    record.wakeAt = undefined;
    record.seq = this.#nextSeq++;
    // Aborting frees the wait for an event; a call or a publish is over by now.
    step.end();
    const written = this.#save(record);
    if (ahead && !step.own) return this.#rewind();
    if (ahead) this.#goAhead(key, written);
    // One that was queued earlier for another reason may be on disk before one that ended earlier.
    this.#ends.add(written, () => this.#ended(step, { isTold: ahead !== undefined }));
  }

  /** An outcome, and all before it, are in the journal. */
  #ended({ record, own }: Underway, { isTold }: { isTold: boolean }): void {
    if (this.#stopped) return;
    record.inputJson = record.outputJson = undefined;
    if (!isTold) {
      this.#underway.delete(keyOf(record));
      if (this.#outcome) return this.#settle();
      this.ports.completed(completionOf(record)!, own);
    }
    this.ports.changed();
  }

  /** The script knows: what it asks for until the outcome is in the journal waits; its end can come in the same commit. */
  #goAhead(key: string, written: Promise<boolean>): void {
    this.#underway.delete(key);
    (this.#ahead = written).then(() => this.#ahead === written && (this.#ahead = undefined));
  }

  #giveUp(step: Underway): void {
    step.cancelAlarm?.();
    step.end();
    this.#underway.delete(keyOf(step.record));
  }

  #settle(): void {
    if (this.#underway.size > 0 || this.#stopped) return;
    this.#stopped = true;
    this.ports.finished(this.#outcome!);
  }
}

function keyOf(ref: StepRef): string {
  return `${ref.name}/${ref.occurrence}`;
}
