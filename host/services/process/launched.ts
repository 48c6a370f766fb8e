import type { ProgramEnd, ServiceProgram } from "../../sandbox/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { ServiceClient } from "../ports.ts";
import { LineLog, type LineLogOptions, type ProgramNote } from "./line_log.ts";

/** Services of one plugin at a time. */
const MAX_LAUNCHED = 2_000;
/** Ends about which nobody has asked. */
const MAX_ENDED = 4_000;
/** Notes of one program that nobody has taken; the oldest go first. */
const MAX_NOTES = 1_000;

/** How a service ended, and its last lines. */
export interface LaunchedEnd extends ProgramEnd {
  lastLines: string[];
  /** Those that nobody had taken by then. */
  notes: ProgramNote[];
  /** Notes that were let fall, since they came faster than they were taken. */
  droppedNotes: number;
}

/** One running service: its program, the lines that somebody waits for, the notes that nobody has taken yet. */
export class Launched {
  readonly ended: Promise<LaunchedEnd>;
  readonly #awaited = new Map<string, PromiseWithResolvers<boolean>>();
  readonly #notes: ProgramNote[] = [];
  #droppedNotes = 0;
  #noted: (() => void) | undefined;
  #over = false;

  /** Begins to read at once. `lines` are texts that somebody may wait for. */
  constructor(readonly program: ServiceProgram, lines: string[], options: Omit<LineLogOptions, "note" | "line">) {
    for (const text of lines) this.#awaited.set(text, Promise.withResolvers());
    const log = new LineLog({
      ...options,
      note: (note) => this.#take(note),
      line: (text) => this.#look(text),
    });
    const read = Promise.all([log.read(program.stdout, "stdout"), log.read(program.stderr, "stderr")]);
    // A child that outlived it may hold the pipes: the end is told all the same.
    const settled = async (end: ProgramEnd) => {
      await within(read, 200);
      return end;
    };
    this.ended = program.ended.then(settled).then((end) => {
      this.#over = true;
      for (const { resolve } of this.#awaited.values()) resolve(false);
      this.#noted?.();
      return { ...end, lastLines: [...log.last], notes: this.#notes.splice(0), droppedNotes: this.#droppedNotes };
    });
  }

  #look(text: string): void {
    if (this.#awaited.size === 0) return;
    for (const [wanted, { resolve }] of this.#awaited) if (text.includes(wanted)) resolve(true);
  }

  #take(note: ProgramNote): void {
    if (this.#notes.push(note) > MAX_NOTES) {
      this.#notes.shift();
      this.#droppedNotes++;
    }
    this.#noted?.();
  }

  /** True as soon as a line with the text has come, false when the program ended without. */
  async awaitLine(text: string): Promise<boolean> {
    const awaited = this.#awaited.get(text);
    if (!awaited) throw new RpcError("not_found", `Nobody looks out for the line "${text}"`, { path: "/text" });
    return await awaited.promise;
  }

  /** Notes that have come, at least one; none when the program has ended. */
  async takeNotes(): Promise<ProgramNote[]> {
    if (this.#notes.length === 0 && !this.#over) await new Promise<void>((resolve) => this.#noted = resolve);
    this.#noted = undefined;
    return this.#notes.splice(0);
  }
}

async function within(work: Promise<unknown>, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work, promise]);
  clearTimeout(timer);
}

/** The services of each running plugin, by number. They end with their plugin. */
export class LaunchedPrograms {
  readonly #clients = new Map<ServiceClient, { running: Map<number, Launched>; ended: Map<number, LaunchedEnd> }>();
  #nextId = 1;
  #closed = false;

  /** Throws RpcError when one more would be too many. */
  checkRoom(client: ServiceClient): void {
    if (this.#closed) throw new RpcError("cancelled", "The host is stopping");
    const running = this.#clients.get(client)?.running.size ?? 0;
    if (running < MAX_LAUNCHED) return;
    throw new RpcError("rate_limited", `${running} services of "${client.id}" are running, which is the most`, {
      reason: "too_many_programs",
      retryAfterMs: 1_000,
      hint: "Stop one first",
    });
  }

  add(client: ServiceClient, launched: Launched): number {
    const id = this.#nextId++;
    const { running, ended } = this.#of(client);
    running.set(id, launched);
    launched.ended.then((end) => {
      running.delete(id);
      ended.set(id, end);
      if (ended.size > MAX_ENDED) ended.delete(ended.keys().next().value!);
    });
    return id;
  }

  /** Undefined when it has ended, or is another plugin's. */
  find(client: ServiceClient, id: number): Launched | undefined {
    return this.#clients.get(client)?.running.get(id);
  }

  /** How it ended; told once. */
  async wait(client: ServiceClient, id: number): Promise<LaunchedEnd> {
    const { running, ended } = this.#of(client);
    const end = await running.get(id)?.ended ?? ended.get(id);
    ended.delete(id);
    if (!end) throw new RpcError("not_found", `There is no service ${id}, or its end was told already`);
    return end;
  }

  /** Ends all and resolves when they are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    const all = [...this.#clients.values()].flatMap(({ running }) => [...running.values()]);
    for (const { program } of all) program.end();
    await Promise.all(all.map(({ ended }) => ended));
  }

  #of(client: ServiceClient) {
    const known = this.#clients.get(client);
    if (known) return known;
    const owned = { running: new Map<number, Launched>(), ended: new Map<number, LaunchedEnd>() };
    this.#clients.set(client, owned);
    client.ended.then(() => {
      this.#clients.delete(client);
      for (const { program } of owned.running.values()) program.end();
    });
    return owned;
  }
}
