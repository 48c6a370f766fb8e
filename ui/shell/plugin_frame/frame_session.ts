import { RpcFailure } from "../../sdk/failure.ts";
import type { LiveListener } from "../../sdk/ports.ts";
import type { FromPage, PageEvent, Theme, ToPage, WireError } from "../../sdk/page/protocol.ts";
import { type Audible, audibleTypes } from "./audible_types.ts";
import { Consents } from "./consents.ts";
import { MessageBudget } from "./message_budget.ts";
import { parseMessage } from "./page_message.ts";

/** Calls of one page under way at once. */
const MAX_IN_FLIGHT = 64;

type Init = Omit<ToPage & { type: "bulkhead:init" }, "type">;

/** What a page's session works with. */
export interface FrameParts {
  /** To the frame's window. Its origin is opaque, so it is addressed by the window and not by an origin. */
  post(message: ToPage): void;
  /** What the page is told first, as it is now. */
  init(): Init;
  /** `host.plugin.page.call`. Rejects with RpcFailure. */
  call(call: PageCall, options: { confirmed: boolean; signal: AbortSignal }): Promise<unknown>;
  /** Asks the person, in a dialog of the cockpit; undefined when the signal aborts first. */
  ask(call: PageCall, signal: AbortSignal): Promise<boolean | undefined>;
  subscribe(types: readonly string[], listener: LiveListener): () => void;
  /** Patterns of the types that this plugin may hear of. */
  allowed(): readonly string[];
  go(route: string, options: { replace: boolean }): void;
  resize(height: number): void;
  /** The page speaks, and speaks for the first time since it was loaded. */
  alive(): void;
  /** It sent so many messages that it has to go. */
  flooded(): void;
  /** Milliseconds. */
  now(): number;
}

export interface PageCall {
  method: string;
  params: Record<string, unknown>;
}

/** One page in its frame, from the cockpit's side: what it may ask for, and what it gets. */
export class FrameSession {
  readonly #parts: FrameParts;
  readonly #budget: MessageBudget;
  /** Of the whole session: a page that loads itself anew begins no new round of questions. */
  readonly #consents = new Consents();
  #document = new LoadedDocument();
  #heard: Audible | undefined;
  /** The document that loads now has spoken already. */
  #announced = false;
  #loads = 0;
  #route: string;
  #theme: Theme;
  #ended = false;

  constructor(parts: FrameParts) {
    this.#parts = parts;
    this.#budget = new MessageBudget(parts.now());
    ({ route: this.#route, theme: this.#theme } = parts.init());
  }

  /**
   * A message of the frame's window. `data` is read only if the budget allows: to read it is to unpack it, however large
   * it is.
   */
  receive(event: { readonly data: unknown }): void {
    if (this.#ended) return;
    const verdict = this.#budget.judge(this.#parts.now());
    if (verdict === "stop") {
      this.end();
      this.#parts.flooded();
    }
    if (verdict !== "take") return;
    const parsed = parseMessage(event.data);
    if (!parsed) return;
    if ("refused" in parsed) {
      const { id, reason, message } = parsed.refused;
      return this.#answer(id, { error: { code: reason === "too_large" ? -32013 : -32602, message, data: { reason } } });
    }
    this.#take(parsed.message);
  }

  /** The frame has loaded a document: the one it was given, or one that the page led it to. */
  loaded(): void {
    if (this.#ended) return;
    this.#loads++;
    // One that announced itself was greeted then; one that does not is greeted now.
    if (!this.#announced) this.#begin();
    else if (!this.#document.greeted) this.#greet();
    this.#announced = false;
  }

  theme(theme: Theme): void {
    if (theme === this.#theme) return;
    this.#theme = theme;
    this.#post({ type: "bulkhead:theme", theme });
  }

  /** The address says another place now; what the page itself said is no news to it. */
  route(route: string): void {
    if (route === this.#route) return;
    this.#route = route;
    this.#post({ type: "bulkhead:route", route });
  }

  /** The plugin's grant may have changed: from now on it hears what it may hear now. */
  grantChanged(): void {
    if (this.#document.wanted.length > 0) this.#subscribe(this.#document.wanted);
  }

  /** Nothing comes in or goes out any more. */
  end(): void {
    this.#ended = true;
    this.#document.close();
  }

  #take(message: FromPage): void {
    // The first document may ask before it says anything else; of a later one it is not known whether it is another.
    if (this.#loads === 0 || message.type === "bulkhead:ready") this.#announced = true;
    if (message.type === "bulkhead:ready") {
      if (!this.#mayChange()) return;
      this.#begin();
    }
    if (!this.#document.alive) {
      this.#document.alive = true;
      this.#parts.alive();
    }
    switch (message.type) {
      case "bulkhead:rpc":
        return void this.#call(message.id, { method: message.method, params: message.params ?? {} });
      case "bulkhead:subscribe":
        return this.#mayChange() ? this.#subscribe(message.types) : undefined;
      case "bulkhead:route":
        if (message.route === this.#route || !this.#mayChange()) return;
        this.#route = message.route;
        return this.#parts.go(message.route, { replace: message.replace ?? false });
      case "bulkhead:resize":
        return this.#parts.resize(message.height);
    }
  }

  #mayChange(): boolean {
    return this.#budget.allowsChange(this.#parts.now());
  }

  /** A document begins: nothing that an earlier one asked for reaches it. */
  #begin(): void {
    this.#document.close();
    this.#document = new LoadedDocument();
    this.#heard = undefined;
    this.#greet();
  }

  #greet(): void {
    this.#document.greeted = true;
    const init = this.#parts.init();
    ({ route: this.#route, theme: this.#theme } = init);
    this.#post({ type: "bulkhead:init", ...init });
  }

  async #call(id: number | string, call: PageCall): Promise<void> {
    const document = this.#document;
    if (document.inFlight >= MAX_IN_FLIGHT) {
      const message = `A page may have ${MAX_IN_FLIGHT} calls under way`;
      const data = { reason: "rate_limited", retryAfterMs: 1_000 };
      return this.#answer(id, { error: { code: -32029, message, data } });
    }
    document.inFlight++;
    const answer = await this.#outcome(call, document);
    document.inFlight--;
    if (document === this.#document) this.#answer(id, answer);
  }

  async #outcome(call: PageCall, document: LoadedDocument): Promise<{ result: unknown } | { error: WireError }> {
    const { signal } = document;
    try {
      return { result: await this.#parts.call(call, { confirmed: false, signal }) ?? null };
    } catch (error) {
      if (RpcFailure.wrap(error).reason !== "confirmation_required") return { error: wireError(error) };
    }
    const consent = await this.#consents.ask(async () =>
      signal.aborted ? undefined : await this.#parts.ask(call, signal)
    );
    if (consent !== "given") return { error: notGiven(call, consent) };
    try {
      return { result: await this.#parts.call(call, { confirmed: true, signal }) ?? null };
    } catch (error) {
      return { error: wireError(error) };
    }
  }

  #subscribe(types: string[]): void {
    const { subscribe, allowed } = this.#parts;
    const audible = this.#heard = audibleTypes(types, allowed());
    const before = this.#document.unsubscribe;
    const forward = (event: PageEvent) => {
      if (this.#heard === audible && audible.hears(event.type)) this.#post({ type: "bulkhead:event", event });
    };
    this.#document.wanted = types;
    this.#document.unsubscribe = audible.sources.length === 0 ? () => {} : subscribe(audible.sources, {
      event: ({ type, data, id, source, subject, time, actor, seq }) =>
        forward({ type, data, id, source, subject, time, actor, seq }),
      volatile: (type, data) => forward({ type, data }),
      resync: () => this.#heard === audible && this.#post({ type: "bulkhead:missed" }),
    });
    before();
    const { refused } = audible;
    this.#post({ type: "bulkhead:subscribed", types: types.filter((type) => !refused.includes(type)), refused });
  }

  #answer(id: number | string, answer: { result: unknown } | { error: WireError }): void {
    this.#post({ type: "bulkhead:result", id, ...answer });
  }

  #post(message: ToPage): void {
    if (!this.#ended) this.#parts.post(message);
  }
}

/** What belongs to one loading of a page and ends with it. */
class LoadedDocument {
  readonly #abort = new AbortController();
  readonly signal = this.#abort.signal;
  alive = false;
  greeted = false;
  inFlight = 0;
  wanted: string[] = [];
  unsubscribe = (): void => {};

  close(): void {
    this.unsubscribe();
    this.#abort.abort(new DOMException("The page is gone", "AbortError"));
  }
}

function wireError(error: unknown): WireError {
  const { code, message, reason, hint, path, retryAfterMs, traceId } = RpcFailure.wrap(error);
  const data = Object.fromEntries(
    Object.entries({ reason, hint, path, retryAfterMs, traceId }).filter(([, value]) => value !== undefined),
  );
  return { code, message, data };
}

function notGiven({ method }: PageCall, consent: "declined" | "busy"): WireError {
  return consent === "busy"
    ? {
      code: -32029,
      message: "The person is being asked already",
      data: { reason: "rate_limited", retryAfterMs: 5_000 },
    }
    : { code: -32053, message: `"${method}" was not confirmed`, data: { reason: "declined" } };
}
