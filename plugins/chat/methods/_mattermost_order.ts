import type { PluginDatabase } from "@bulkhead/plugin";
import type { StagedMessage } from "../domain/mattermost_export.ts";
import { addPart, firstParts, partOf } from "../store/imports.ts";

/** So many messages of each run are in memory while runs are merged. */
const PART = 32;

/** A message and its place among all. */
export interface Turn {
  at: number;
  run: number;
  /** Within its run. */
  n: number;
  message: StagedMessage;
}

/** What was read together, to be put aside as one sorted run. */
export class Run {
  readonly #messages: { at: number; message: StagedMessage }[] = [];

  /** `at` is where it stands, which for an answer is not before what it answers. */
  add(at: number, message: StagedMessage): void {
    this.#messages.push({ at, message });
  }

  get size(): number {
    return this.#messages.length;
  }

  write(db: PluginDatabase, importId: string, run: number): void {
    const sorted = this.#messages.sort((a, b) => a.at - b.at);
    for (let from = 0; from < sorted.length; from += PART) {
      const some = sorted.slice(from, from + PART);
      const messages = JSON.stringify(some.map(({ at, message }) => [at, message]));
      addPart(db, importId, { run, part: from / PART, lastAt: some.at(-1)!.at, messages });
    }
  }
}

interface Reading {
  run: number;
  part: number;
  messages: [number, StagedMessage][];
  /** In `messages`. */
  next: number;
}

/** All messages of an import in the order of their times, from behind one on; the runs are merged, never held as a whole. */
export class Merge {
  readonly #db: PluginDatabase;
  readonly #importId: string;
  /** A heap: the one whose next message comes first is at its top. */
  readonly #heap: Reading[] = [];

  constructor(db: PluginDatabase, importId: string, after: Pick<Turn, "at" | "run" | "n">) {
    this.#db = db;
    this.#importId = importId;
    for (const { run, part } of firstParts(db, importId, after.at)) {
      const reading = { run, part, messages: this.#read(run, part), next: 0 };
      while (reading.messages.length > 0 && isBefore(turnOf(reading), after)) this.#step(reading);
      if (reading.messages.length > 0) this.#push(reading);
    }
  }

  /** The next message; undefined after the last one. */
  next(): Turn | undefined {
    const first = this.#heap[0];
    if (!first) return undefined;
    const turn = turnOf(first);
    this.#step(first);
    if (first.messages.length === 0) {
      const last = this.#heap.pop()!;
      if (last !== first) this.#heap[0] = last;
    }
    this.#sink();
    return turn;
  }

  #step(reading: Reading): void {
    if (++reading.next < reading.messages.length) return;
    reading.messages = this.#read(reading.run, ++reading.part);
    reading.next = 0;
  }

  #read(run: number, part: number): [number, StagedMessage][] {
    return JSON.parse(partOf(this.#db, this.#importId, run, part) ?? "[]");
  }

  #push(reading: Reading): void {
    const heap = this.#heap;
    let at = heap.push(reading) - 1;
    for (let above; at > 0 && comesFirst(reading, heap[above = (at - 1) >> 1]!); at = above) {
      heap[at] = heap[above]!;
      heap[above] = reading;
    }
  }

  #sink(): void {
    const heap = this.#heap;
    for (let at = 0;;) {
      let least = at;
      for (const below of [2 * at + 1, 2 * at + 2]) {
        if (below < heap.length && comesFirst(heap[below]!, heap[least]!)) least = below;
      }
      if (least === at) return;
      [heap[at], heap[least]] = [heap[least]!, heap[at]!];
      at = least;
    }
  }
}

function turnOf({ run, part, messages, next }: Reading): Turn {
  const [at, message] = messages[next]!;
  return { at, run, n: part * PART + next, message };
}

function comesFirst(a: Reading, b: Reading): boolean {
  return a.messages[a.next]![0] - b.messages[b.next]![0] < 0 ||
    (a.messages[a.next]![0] === b.messages[b.next]![0] && a.run < b.run);
}

/** Was it taken over already, when `after` was the last one? */
function isBefore(turn: Turn, after: Pick<Turn, "at" | "run" | "n">): boolean {
  return turn.at - after.at < 0 || (turn.at === after.at &&
    (turn.run < after.run || (turn.run === after.run && turn.n <= after.n)));
}
