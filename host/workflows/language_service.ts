import type { Clock, Logger } from "../observe/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import { LanguageServerError } from "./language_server.ts";
import { LanguageSession, type SessionOptions, type WarmUp } from "./language_session.ts";

export interface LanguageServiceOptions {
  session: SessionOptions;
  warmUp(): WarmUp;
  clock: Clock;
  logger: Logger;
  idleMs?: number;
}

/** Questions that wait for their turn; a person who types asks one at a time. */
const MAX_WAITING = 64;
/** After a server that did not come up, or broke. */
const RETRY_MS = 60_000;
/** The server takes about 400 MB: with less than twice that it would push out others. */
const MIN_AVAILABLE_BYTES = 800 * 1024 * 1024;

/**
 * Keeps one language server: started when somebody works on scripts, ended when nobody has for a while, started again
 * when it broke. Questions are asked one after the other, since each sets the texts that it is about.
 */
export class LanguageService {
  #session: LanguageSession | undefined;
  #starting: Promise<void> | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #cancelIdle: (() => void) | undefined;
  #notBefore = 0;
  /** Why there is none. */
  #fault: string | undefined;
  #closed = false;

  constructor(private readonly options: LanguageServiceOptions) {}

  get pid(): number | undefined {
    return this.#session?.server.pid;
  }

  /** Starts the server unless it is there, or failed a moment ago. */
  warm(): void {
    if (this.#closed || this.#session || this.#starting || this.options.clock.now() < this.#notBefore) return;
    this.#starting = this.#start().finally(() => this.#starting = undefined);
  }

  /** Asks a server that is there; undefined when none is, or when it broke over the question. */
  async ifReady<T>(ask: (session: LanguageSession) => Promise<T>): Promise<T | undefined> {
    if (!this.#session || this.#waiting >= MAX_WAITING) return undefined;
    return await this.#inTurn(async () => this.#session && await this.#asked(this.#session, ask));
  }

  /** Asks as soon as there is a server. Rejects with RpcError. */
  async whenReady<T>(waitMs: number, ask: (session: LanguageSession) => Promise<T>): Promise<T> {
    if (this.#waiting >= MAX_WAITING) {
      throw new RpcError("rate_limited", "Too many questions wait for the language server", { retryAfterMs: 1_000 });
    }
    this.warm();
    if (!this.#session && this.#starting) await withinTime(this.#starting, waitMs);
    const answer = await this.#inTurn(async () => {
      const session = this.#session;
      const answer = session && await this.#asked(session, ask);
      return session && answer !== undefined ? { answer } : undefined;
    });
    if (answer) return answer.answer;
    throw new RpcError("precondition_failed", `There is no language server: ${this.#fault ?? "it has ended"}`, {
      hint: "Scripts are checked all the same when they are saved; ask again in a minute",
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#starting;
    await this.#end();
  }

  async #start(): Promise<void> {
    const { session, warmUp, clock, logger } = this.options;
    const startedAt = performance.now();
    try {
      const available = Deno.systemMemoryInfo().available;
      if (available < MIN_AVAILABLE_BYTES) {
        throw new LanguageServerError(`only ${Math.round(available / 1e6)} MB of memory are free`);
      }
      const made = await LanguageSession.start(session, warmUp());
      if (this.#closed) return await made.server.stop();
      this.#session = made;
      this.#fault = undefined;
      this.#restIdle();
      logger.info("The language server is there", { pid: this.pid, ms: Math.round(performance.now() - startedAt) });
      made.server.ended.then((reason) => {
        if (this.#session === made) this.#broke(reason);
      });
    } catch (error) {
      this.#fault = (error as Error).message;
      this.#notBefore = clock.now() + RETRY_MS;
      logger.warn(`There is no language server, so checks of scripts take longer: ${this.#fault}`);
    }
  }

  async #asked<T>(session: LanguageSession, ask: (session: LanguageSession) => Promise<T>): Promise<T | undefined> {
    this.#restIdle();
    try {
      return await ask(session);
    } catch (error) {
      if (!(error instanceof LanguageServerError)) throw error;
      // An answer that is an error concerns this question; without one the server is gone.
      if (error.code === undefined && this.#session === session) this.#broke(error.message);
      else this.options.logger.debug(`The language server refused a question: ${error.message}`);
      return undefined;
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting++;
    const next = this.#turn.then(work).finally(() => this.#waiting--);
    this.#turn = next.catch(() => {});
    return next;
  }

  #broke(reason: string): void {
    const { clock, logger } = this.options;
    this.#fault = reason;
    this.#notBefore = clock.now() + RETRY_MS;
    logger.warn(`The language server broke: ${reason}; scripts are checked without it`);
    void this.#end();
  }

  #restIdle(): void {
    this.#cancelIdle?.();
    this.#cancelIdle = this.options.clock.timer(this.options.idleMs ?? 600_000, () => {
      this.#fault = "it was not used for a while";
      void this.#end();
    });
  }

  async #end(): Promise<void> {
    this.#cancelIdle?.();
    this.#cancelIdle = undefined;
    const session = this.#session;
    this.#session = undefined;
    await session?.server.stop();
  }
}

async function withinTime(starting: Promise<void>, waitMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() =>
      reject(
        new RpcError("deadline_exceeded", "The language server is still starting", { hint: "Ask again in a moment" }),
      ), waitMs);
  });
  try {
    await Promise.race([starting, late]);
  } finally {
    clearTimeout(timer);
  }
}
