import { RpcError } from "../../../host/sdk/errors.ts";
import type { TestEngine } from "../../../host/workflows/test_engine.ts";
import type { RunInfo } from "../../../host/workflows/wire.ts";

/** What lies outside of the host and outlives it. */
interface WorldState {
  /** Requests that the host has acknowledged. They are not repeated: what the host loses of them stays lost. */
  acknowledged: string[];
  effects: string[];
  /** Answers of the plugin by key, as the SDK keeps them in the plugin's own database. */
  answers: Record<string, unknown>;
  /** How often a call that fails at first was made. */
  failed: Record<string, number>;
}

const ORDERS = [1, 2, 3].map((n) => ({ n, customer: n === 3 ? "bo" : "al", priority: n }));
const ENDED = ["succeeded", "failed", "cancelled"];

/** The shop whose effects count, and the people who send what the workflows wait for. */
export class World {
  readonly #state: WorldState;
  /** What belongs to the life of a host that is gone must not reach the world any more. */
  #gone = false;

  constructor(state: WorldState = { acknowledged: [], effects: [], answers: {}, failed: {} }) {
    this.#state = structuredClone(state);
  }

  /** The world as it is now, for the next life of the host; this one is left behind. */
  leave(): World {
    const next = this.copy();
    this.#gone = true;
    return next;
  }

  copy(): World {
    return new World(this.#state);
  }

  /** What was done, in an order of its own: what ran side by side may have been done in any. */
  get effects(): string[] {
    return [...this.#state.effects].sort();
  }

  /** Does what people do now. Answers whether there was something to do. */
  async act(engine: TestEngine): Promise<boolean> {
    for (const order of ORDERS) {
      const done = await this.#once(
        `place ${order.n}`,
        () => engine.publish("order.placed", order, `order-${order.n}`, `order-${order.n}`),
      );
      if (done) return true;
    }
    for (const { id, name, state, eventSeq, reason, cleaningUpSince } of await runsOf(engine)) {
      if (ENDED.includes(state)) continue;
      if (name === "stubborn" && state === "paused") {
        // More than once, until it works: each round of attempts comes to an end.
        await engine.call("resume", { id });
        return true;
      }
      // A second cancel would end the cleaning up, so its acknowledgement must not be lost with the host.
      if (name === "hold" && reason !== undefined && reason.includes("never.published") && !cleaningUpSince) {
        if (await this.#once(`cancel ${id}`, () => engine.call("cancel", { id }))) return true;
      }
      if (name !== "order") continue;
      if (reason?.includes("signal ready")) {
        const data = { by: `person ${eventSeq! > 0}` };
        const key = `ready ${id}`;
        if (await this.#once(key, () => engine.call("signal", { id, name: "ready", data }, { key }))) return true;
      }
    }
    const { items } = await engine.call<{ items: { run: string }[] }>("approvals");
    for (const { run: id } of items) {
      if (await this.#once(`approve ${id}`, () => decided(engine.call("approve", { id })))) return true;
    }
    return false;
  }

  /** Nothing is left to do, and nothing is under way. */
  async isOver(engine: TestEngine): Promise<boolean> {
    const runs = await runsOf(engine);
    const counts = Map.groupBy(runs, ({ name }) => name);
    return ["order", "ship", "hold", "linger", "late"].every((name) => counts.get(name)?.length === ORDERS.length) &&
      ["report", "quiet", "stubborn"].every((name) => counts.has(name)) &&
      runs.every(({ state }) => ENDED.includes(state));
  }

  /** The methods of the shop's plugin. */
  get methods(): Record<string, (params: never, call: { key: string }) => unknown> {
    const effect = (what: string) => (params: { id?: string; ids?: string[] }, { key }: { key: string }) =>
      this.#keyed(key, `${what} ${params.id ?? params.ids ?? ""}`);
    return {
      "shop.note": effect("note"),
      "shop.pay": effect("pay"),
      "shop.pack": effect("pack"),
      "shop.ship": effect("ship"),
      "shop.reserve": effect("reserve"),
      "shop.release": effect("release"),
      "shop.report": effect("report"),
      "shop.quiet": effect("quiet"),
      "shop.hold": effect("hold"),
      "shop.unhold": effect("unhold"),
      "shop.bill": effect("bill"),
      "shop.leave": effect("leave"),
      "shop.late": effect("late"),
      "shop.mend": (_params: unknown, { key }: { key: string }) => this.#flaky(key, "mend", 3),
      "shop.refuse": () => {
        throw new RpcError("not_found", "It is not there");
      },
      "shop.flaky": (params: { id: string }, { key }: { key: string }) => this.#flaky(key, `flaky ${params.id}`, 2),
    };
  }

  /** Fails so many times, and works then. */
  #flaky(key: string, effect: string, faults: number): unknown {
    const { failed } = this.#state;
    if (!this.#gone) failed[key] = (failed[key] ?? 0) + 1;
    if ((failed[key] ?? 0) <= faults) throw new Error("the tape is empty");
    return this.#keyed(key, effect);
  }

  #keyed(key: string, effect: string): unknown {
    if (this.#gone) throw new RpcError("plugin_unavailable", "This life of the host is over");
    const { answers, effects } = this.#state;
    if (!(key in answers)) {
      effects.push(effect);
      answers[key] = `done: ${effect}`;
    }
    return answers[key];
  }

  /** Makes a request until it is acknowledged. Answers whether it was made now. */
  async #once(name: string, request: () => Promise<unknown>): Promise<boolean> {
    if (this.#gone || this.#state.acknowledged.includes(name)) return false;
    await request();
    if (!this.#gone) this.#state.acknowledged.push(name);
    return true;
  }
}

export async function runsOf(engine: TestEngine): Promise<RunInfo[]> {
  return await engine.runs({ limit: 200 });
}

/** A decision that was made already counts: its answer was lost with the host. */
async function decided(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof RpcError) || ![-32009, -32022].includes(error.code)) throw error;
  }
}
