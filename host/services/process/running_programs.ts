import type { Program, ProgramEnd } from "../../sandbox/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { ServiceClient } from "../ports.ts";

/** Programs of one plugin at a time. */
const MAX_PROGRAMS = { bundled: 24, other: 8 };
/** Programs of one plugin that have ended and about which nobody has asked. */
const MAX_ENDED = 100;

/** What is known of one running plugin's programs, by number. */
interface Owned {
  running: Map<number, Program>;
  ended: Map<number, ProgramEnd>;
}

/** The programs of each running plugin. They end with their plugin. */
export class RunningPrograms {
  readonly #clients = new Map<ServiceClient, Owned>();
  #nextId = 1;
  #closed = false;

  /** Throws RpcError `rate_limited` when one more would be too many. */
  checkRoom(client: ServiceClient): void {
    if (this.#closed) throw new RpcError("cancelled", "The host is stopping");
    const running = this.#clients.get(client)?.running.size ?? 0;
    const max = client.bundled ? MAX_PROGRAMS.bundled : MAX_PROGRAMS.other;
    if (running < max) return;
    throw new RpcError("rate_limited", `${running} programs of "${client.id}" are running, which is the most`, {
      reason: "too_many_programs",
      retryAfterMs: 1_000,
      hint: "Wait until one has ended, or end one with kill()",
    });
  }

  add(client: ServiceClient, program: Program): number {
    const id = this.#nextId++;
    const { running, ended } = this.#of(client);
    running.set(id, program);
    program.ended.then((end) => {
      running.delete(id);
      ended.set(id, end);
      if (ended.size > MAX_ENDED) ended.delete(ended.keys().next().value!);
    });
    return id;
  }

  /** False when it has ended, or is another plugin's. */
  kill(client: ServiceClient, id: number, signal: Deno.Signal): boolean {
    const program = this.#clients.get(client)?.running.get(id);
    program?.kill(signal);
    return program !== undefined;
  }

  /** How a program ended; told once. Throws RpcError `not_found` for one that is not there. */
  async wait(client: ServiceClient, id: number): Promise<ProgramEnd> {
    const { running, ended } = this.#of(client);
    const end = await running.get(id)?.ended ?? ended.get(id);
    ended.delete(id);
    if (!end) throw new RpcError("not_found", `There is no program ${id}, or its end was told already`);
    return end;
  }

  /** Ends all and resolves when they are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    const programs = [...this.#clients.values()].flatMap(({ running }) => [...running.values()]);
    for (const program of programs) program.end();
    await Promise.all(programs.map((program) => program.ended));
  }

  #of(client: ServiceClient): Owned {
    const known = this.#clients.get(client);
    if (known) return known;
    const owned: Owned = { running: new Map(), ended: new Map() };
    this.#clients.set(client, owned);
    client.ended.then(() => {
      this.#clients.delete(client);
      for (const program of owned.running.values()) program.end();
    });
    return owned;
  }
}
