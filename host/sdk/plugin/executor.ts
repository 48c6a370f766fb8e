import { RpcError } from "../errors.ts";
import { CallContext } from "./call_context.ts";
import type { Context } from "./context.ts";
import type { Invocation } from "./invocation.ts";
import type { Services } from "./services.ts";
import { SQLITE_FULL, storageError } from "./store.ts";

/** What the executor must know of a handler. */
export interface Executable {
  /** Declared `async`: it makes its own transactions. */
  asynchronous: boolean;
  /** Nothing is kept for repeats when it wrote nothing. */
  readOnly: boolean;
  /** The error of a result that may not leave, or undefined. */
  check(result: unknown): RpcError | undefined;
}

const AsyncFunction = (async () => {}).constructor;

/** True for a function declared `async`. */
export function isAsyncFunction(value: unknown): boolean {
  return value instanceof AsyncFunction;
}

/** Runs handlers, once in effect under a key, and answers only for what is on disk. */
export class Executor {
  readonly #services: Services;
  readonly #development: boolean;
  readonly #underWay = new Map<string, { what: string; outcome: Promise<unknown> }>();
  #active = 0;
  #whenIdle: (() => void)[] = [];

  /** `development`: messages of unexpected errors reach the caller. */
  constructor(services: Services, development: boolean) {
    this.#services = services;
    this.#development = development;
  }

  /** How many handlers run. */
  get active(): number {
    return this.#active;
  }

  /** Resolves when nothing runs. */
  idle(): Promise<void> {
    return this.#active === 0 ? Promise.resolve() : new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  /** The handler's result, or a promise of it. Throws or rejects with RpcError only. */
  execute(call: Invocation, executable: Executable, handler: (ctx: Context) => unknown): unknown {
    this.#active++;
    let outcome: unknown;
    try {
      outcome = call.key === undefined ? this.#run(call, executable, handler) : this.#once(call, executable, handler);
    } catch (error) {
      this.#left();
      throw this.#wrapped(call, error);
    }
    if (!isThenable(outcome)) {
      this.#left();
      return outcome;
    }
    return outcome.then(
      (value) => {
        this.#left();
        return value;
      },
      (error) => {
        this.#left();
        throw this.#wrapped(call, error);
      },
    );
  }

  #once(call: Invocation, executable: Executable, handler: (ctx: Context) => unknown): unknown {
    const key = call.key!;
    const { keys, store } = this.#services;
    const running = this.#underWay.get(key);
    if (running !== undefined) {
      if (running.what === call.what) return running.outcome;
      throw new RpcError("conflict", `The key "${key}" belongs to a call of ${running.what}: use another`);
    }
    const kept = keys.find(key, call.what);
    if (kept !== undefined) return store.pending === undefined ? kept.result : store.pending.then(() => kept.result);
    // What an earlier attempt committed by itself is matched by its place, so this one must not be a single unit.
    const stepwise = executable.asynchronous || keys.begun(key);
    const outcome = stepwise
      ? this.#later(call, executable, handler(new CallContext(this.#services, call)))
      : this.#run(call, executable, handler);
    if (!isThenable(outcome)) return outcome;
    const shared = Promise.resolve(outcome).finally(() => this.#underWay.delete(key));
    shared.catch(() => {});
    this.#underWay.set(key, { what: call.what, outcome: shared });
    return shared;
  }

  #run(call: Invocation, executable: Executable, handler: (ctx: Context) => unknown): unknown {
    const ctx = new CallContext(this.#services, call);
    if (executable.asynchronous) return this.#later(call, executable, handler(ctx));
    const { store } = this.#services;
    const value = store.unit(() => {
      const value = handler(ctx);
      if (isThenable(value)) {
        if (!store.written) return value;
        value.then(() => {}, () => {});
        throw new TypeError(
          `The handler of ${call.what} wrote to the database and returned a promise: declare it async and make its ` +
            "writes in one ctx.db.transaction(() => …)",
        );
      }
      this.#finish(call, executable, value);
      return value;
    });
    return isThenable(value) ? this.#later(call, executable, value) : this.#onDisk(value);
  }

  async #later(call: Invocation, executable: Executable, outcome: unknown): Promise<unknown> {
    const value = await outcome;
    const { store } = this.#services;
    if (call.key === undefined) this.#finish(call, executable, value);
    else store.unit(() => this.#finish(call, executable, value));
    return this.#onDisk(value);
  }

  /** Checks the result and keeps it under the call's key. */
  #finish(call: Invocation, executable: Executable, value: unknown): void {
    const error = executable.check(value);
    if (error !== undefined) throw error;
    if (call.key === undefined) return;
    if (executable.readOnly && !this.#services.store.written && call.units === 0) return;
    this.#services.keys.finish(call.key, call.what, value);
  }

  #onDisk(value: unknown): unknown {
    const { pending } = this.#services.store;
    return pending === undefined ? value : pending.then(() => value);
  }

  #left(): void {
    if (--this.#active > 0) return;
    const waiting = this.#whenIdle;
    this.#whenIdle = [];
    for (const resolve of waiting) resolve();
  }

  #wrapped(call: Invocation, error: unknown): RpcError {
    if (error instanceof RpcError) {
      if (error.kind === "internal") this.#services.log.error(error.message, { call: call.what });
      return error;
    }
    if ((error as { errcode?: number } | null)?.errcode === SQLITE_FULL) {
      return this.#wrapped(call, storageError(error));
    }
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    this.#services.log.error(`${call.what} failed: ${message}`, { stack });
    return new RpcError("internal", this.#development ? `${call.what} failed: ${message}` : `${call.what} failed`);
  }
}

function isThenable(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}
