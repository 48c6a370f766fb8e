import type { TransactionalLog } from "../bus/ports.ts";
import type { BusEvent, Caller } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import { matchesType, matchesWhere } from "../sdk/workflow/match.ts";
import type { Writer } from "../storage/ports.ts";
import { type ForkPoint, takeOver } from "./fork.ts";
import type { InputCheck } from "./input_check.ts";
import { type Created, nothingCreated } from "./created.ts";
import { createRun } from "./new_run.ts";
import { newRunId, newSeed } from "./run_id.ts";
import { insertRun, type NewRun, type RunRow } from "./run_store.ts";
import { sameTriggers, type Version } from "./version_store.ts";

export interface ManualOptions {
  writer: Writer;
  log: Pick<TransactionalLog, "head">;
  input: InputCheck;
  now(): number;
  /** There is a new run of this workflow. */
  created(name: string, created: Created): void;
}

/** Runs that somebody asks for. */
export class Manual {
  constructor(private readonly options: ManualOptions) {}

  /** Begins a run by hand; answers its id when it is on disk. */
  async run(version: Version, given: unknown, starter: Caller): Promise<string> {
    const candidates = version.description.triggers.flatMap(({ kind }, index) => (kind === "manual" ? [index] : []));
    if (candidates.length === 0) {
      throw new RpcError("precondition_failed", `"${version.name}" cannot be begun by hand`, {
        hint: "Add manual() to its `on`",
      });
    }
    const checked = await this.options.input.check(version, candidates[0]!, given, "/input");
    const { writer, log, now } = this.options;
    const created = nothingCreated();
    const cause = { candidates, triggerKind: "manual", input: checked, starter, since: log.head() } as const;
    const id = await writer.write((db) => createRun(db, version, cause, { now: now(), created }));
    this.options.created(version.name, created);
    return id;
  }

  /**
   * Begins a run with an event that was not published, to try a workflow. Answers its id when it is on disk; a run that
   * the script's own filter leaves out is gone soon.
   */
  async runEvent(version: Version, given: TestEvent, starter: Caller): Promise<string> {
    const { writer, log, now } = this.options;
    const event: BusEvent = {
      specversion: "1.0",
      id: crypto.randomUUID(),
      source: "host",
      datacontenttype: "application/json",
      time: new Date(now()).toISOString(),
      actor: starter.id,
      actorkind: starter.kind === "user" ? "human" : "system",
      hops: 0,
      audience: "role:admin",
      // In no log.
      seq: 0,
      ...given,
    };
    const candidates = version.description.triggers.flatMap((trigger, index) =>
      trigger.kind === "event" && matchesType(event.type, trigger.type) && matchesWhere(event, trigger.where)
        ? [index]
        : []
    );
    if (candidates.length === 0) {
      throw new RpcError("precondition_failed", `No trigger of "${version.name}" takes this event`, {
        path: "/event",
        hint: "Compare its type and data with event() in its `on`, and with what `where` asks for",
      });
    }
    const created = nothingCreated();
    const cause = { candidates, triggerKind: "event", event, starter, since: log.head() } as const;
    const id = await writer.write((db) => createRun(db, version, cause, { now: now(), created }));
    this.options.created(version.name, created);
    return id;
  }

  /** Begins a run with the event or the input of an earlier one, or another input, in this version. */
  async replay(earlier: RunRow, { version, starter, from, input }: Replay): Promise<string> {
    const { name, key, eventSeq, since, detail, dueAt, triggerKind } = earlier;
    const candidates = sameTriggers(earlier, version);
    const cause = await this.#edited(earlier, { version, trigger: candidates[0]!, input });
    const createdAt = this.options.now();
    const id = newRunId(createdAt);
    const what = { name, key, eventSeq, since, detail, dueAt, triggerKind, ...cause };
    await this.options.writer.write((db) => {
      // Random numbers in steps that are taken over must come out as they did.
      const seed = from ? earlier.seed : newSeed();
      const { hash } = version;
      insertRun(db, { ...what, id, hash, candidates, starter, admitted: true, origin: earlier.id, seed, createdAt });
      if (from) takeOver(db, { from: earlier, to: id, at: from });
    });
    this.options.created(name, { ...nothingCreated(), keys: new Set([key]) });
    return id;
  }

  async #edited(
    { event, events, input: before }: RunRow,
    { version, trigger, input }: { version: Version; trigger: number; input: unknown },
  ): Promise<Pick<NewRun, "event" | "input">> {
    if (input === undefined) return { event, input: before };
    if (event) {
      if (events) {
        throw new RpcError("precondition_failed", "The events of a batch cannot be edited", { path: "/input" });
      }
      if (typeof input === "object" && input !== null) return { event: { ...event, ...input, seq: event.seq } };
      throw new RpcError("invalid_params", "Expected fields of the event, such as {data: …}", { path: "/input" });
    }
    const { kind } = version.description.triggers[trigger] ?? {};
    if (kind === "manual" || kind === "call") {
      return { input: await this.options.input.check(version, trigger, input, "/input") };
    }
    throw new RpcError("precondition_failed", "The input of this run cannot be edited", { path: "/input" });
  }
}

/** What somebody says of an event that did not happen. */
export interface TestEvent {
  type: string;
  subject?: string;
  data: unknown;
}

export interface Replay {
  version: Version;
  starter: Caller;
  /** Steps before it are taken over instead of done again. */
  from?: ForkPoint;
  /** Instead of the earlier run's input; fields of the event for a run that an event began. */
  input?: unknown;
}
