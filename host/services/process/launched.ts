import type { ProgramEnd, ServiceProgram } from "../../sandbox/ports.ts";
import type { LaunchedNews, ServiceEnded } from "../../sdk/channel/protocol.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { ServiceClient } from "../ports.ts";
import { LineLog, type LineLogOptions, type ProgramNote } from "./line_log.ts";

/** Services of one plugin at a time. */
const MAX_LAUNCHED = 2_000;
/** Notes of one program that nobody has taken; the oldest go first. */
const MAX_NOTES = 1_000;

/** One running service: its program, the texts that somebody waits for, the notes that nobody has taken yet. */
class Launched {
  readonly ended: Promise<ServiceEnded>;
  readonly #awaited: Set<string>;
  #seen: string[] = [];
  #notes: ProgramNote[] = [];
  #droppedNotes = 0;

  /** Begins to read at once; `news` is called when there is something to tell. */
  constructor(
    readonly program: ServiceProgram,
    lines: string[],
    options: Omit<LineLogOptions, "note" | "line">,
    private readonly news: () => void,
  ) {
    this.#awaited = new Set(lines);
    const log = new LineLog({
      ...options,
      note: (note) => this.#note(note),
      line: (text) => this.#look(text),
    });
    const read = Promise.all([log.read(program.stdout, "stdout"), log.read(program.stderr, "stderr")]);
    this.ended = program.ended.then(async (end: ProgramEnd) => {
      // A child that outlived it may hold the pipes: the end is told all the same.
      await within(read, 200);
      return { ...end, lastLines: log.last, droppedNotes: this.#droppedNotes };
    });
  }

  /** What has come since the last time; undefined when that is nothing. */
  take(): Pick<LaunchedNews, "lines" | "notes"> | undefined {
    if (this.#seen.length === 0 && this.#notes.length === 0) return undefined;
    const taken = {
      ...(this.#seen.length > 0 ? { lines: this.#seen } : {}),
      ...(this.#notes.length > 0 ? { notes: this.#notes } : {}),
    };
    [this.#seen, this.#notes] = [[], []];
    return taken;
  }

  #look(text: string): void {
    if (this.#awaited.size === 0) return;
    for (const wanted of this.#awaited) {
      if (!text.includes(wanted)) continue;
      this.#awaited.delete(wanted);
      this.#seen.push(wanted);
      this.news();
    }
  }

  #note(note: ProgramNote): void {
    if (this.#notes.push(note) > MAX_NOTES) {
      this.#notes.shift();
      this.#droppedNotes++;
    }
    this.news();
  }
}

async function within(work: Promise<unknown>, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work, promise]);
  clearTimeout(timer);
}

/** The services of one running plugin, and what is to be told of them. */
interface Owned {
  running: Map<number, Launched>;
  /** Those of which there is something to tell; with the end, when they have ended. */
  told: Map<number, ServiceEnded | undefined>;
  /** Whoever waits for that; the plugin asks once for all of them. */
  waiting: (() => void) | undefined;
}

/** The services of each running plugin, by number. They end with their plugin. */
export class LaunchedPrograms {
  readonly #clients = new Map<ServiceClient, Owned>();
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

  /** Follows a program from now on; answers its number and a promise of its end. */
  add(
    client: ServiceClient,
    program: ServiceProgram,
    options: { lines: string[]; log: Omit<LineLogOptions, "note" | "line"> },
  ): { id: number; ended: Promise<ServiceEnded> } {
    const id = this.#nextId++;
    const owned = this.#of(client);
    const tell = (end?: ServiceEnded) => {
      owned.told.set(id, end ?? owned.told.get(id));
      owned.waiting?.();
    };
    const launched = new Launched(program, options.lines, options.log, tell);
    owned.running.set(id, launched);
    launched.ended.then((end) => tell(end));
    return { id, ended: launched.ended };
  }

  /** Undefined when it has ended, or is another plugin's. */
  find(client: ServiceClient, id: number): ServiceProgram | undefined {
    return this.#clients.get(client)?.running.get(id)?.program;
  }

  /** What there is to tell of the plugin's services, as soon as there is something. */
  async news(client: ServiceClient, signal: AbortSignal): Promise<LaunchedNews[]> {
    const owned = this.#of(client);
    // Who asked before is not there any more.
    owned.waiting?.();
    if (owned.told.size === 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        owned.waiting = resolve;
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
      owned.waiting = undefined;
    }
    const news: LaunchedNews[] = [];
    for (const [id, end] of owned.told) {
      const taken = owned.running.get(id)?.take();
      if (end) owned.running.delete(id);
      if (taken || end) news.push({ id, ...taken, ...(end ? { end } : {}) });
    }
    owned.told.clear();
    return news;
  }

  /** Ends all and resolves when they are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    const all = [...this.#clients.values()].flatMap(({ running }) => [...running.values()]);
    for (const { program } of all) program.end();
    await Promise.all(all.map(({ ended }) => ended));
  }

  #of(client: ServiceClient): Owned {
    const known = this.#clients.get(client);
    if (known) return known;
    const owned: Owned = { running: new Map(), told: new Map(), waiting: undefined };
    this.#clients.set(client, owned);
    client.ended.then(() => {
      this.#clients.delete(client);
      owned.waiting?.();
      for (const { program } of owned.running.values()) program.end();
    });
    return owned;
  }
}
