import { type CallOptions, Calls } from "./calls.ts";
import { Events } from "./events.ts";
import { watchHeight } from "./height.ts";
import { openLink } from "./link.ts";
import { applyFonts, applyStyles, applyTheme } from "./look.ts";
import { localError } from "./page_error.ts";
import type { PageEvent, PageUser, Theme, ToPage } from "./protocol.ts";

/** How a page stands in the cockpit. */
export interface ConnectOptions {
  /**
   * `fill`: the page fills its place and scrolls by itself. `content`: the frame becomes as high as the page's content,
   * and the cockpit scrolls around it; such a page measures nothing by the height of its window. Default: `fill` for the
   * page, `content` for a panel.
   */
  height?: "fill" | "content";
  /** The cockpit's tokens and look of elements. Default true. */
  styles?: boolean;
  /** How long the cockpit may take to answer. Default 10,000. */
  timeoutMs?: number;
}

/** The cockpit around this page. */
export interface Page {
  /** Id of the plugin. */
  readonly plugin: string;
  /** Who looks. */
  readonly user: PageUser;
  /** Follows what the person chose; `onTheme` tells of a change. Styles that use the tokens need neither. */
  readonly theme: Theme;
  /** BCP 47, for `Intl`. */
  readonly locale: string;
  /** What comes after `/app/<plugin>/` in the address: "" or such as `poll/7`. */
  readonly route: string;
  /**
   * Id of the panel that is to be shown here, one of `ui.panels` in the manifest; undefined where it is the page. A panel
   * has little room, and `go` leads from it to the page.
   */
  readonly panel: string | undefined;
  /**
   * Calls a method of the plugin, or one that its grant names, with the rights of the person who looks. A method of
   * high risk is first confirmed by them. Rejects with PageError.
   */
  call<T = unknown>(method: string, params?: Record<string, unknown>, options?: CallOptions): Promise<T>;
  /**
   * Listens to event types of the plugin and to those in its grant, as far as this person may see them; patterns such as
   * `polls.vote.*` and `polls.**` are allowed. Answers a function that ends it.
   */
  on<T = unknown>(types: string | readonly string[], listener: (event: PageEvent<T>) => void): () => void;
  /** The connection was away and events may have been missed: read the state anew. */
  onMissed(listener: () => void): () => void;
  /** The person chose another theme. Answers a function that ends it. */
  onTheme(listener: (theme: Theme) => void): () => void;
  /** The address changed by a link, or by back and forward; not called for what `go` did. */
  onRoute(listener: (route: string) => void): () => void;
  /** Makes the address say what is on the screen; `replace` leaves no step in the history. */
  go(route: string, options?: { replace?: boolean }): void;
}

let connected: Promise<Page> | undefined;

/**
 * Connects the page with the cockpit around it; resolves when it knows who looks. Call it first: it also gives the page
 * its look. A second call answers the same connection. Rejects with PageError `not_framed` or `timeout`.
 *
 * @example
 * ```ts ignore
 * import { connect } from "@bulkhead/page";
 *
 * const page = await connect();
 * const { items } = await page.call<{ items: Poll[] }>("polls.poll.list");
 * page.on("polls.vote.cast", ({ data }) => count(data));
 * ```
 */
export function connect(options: ConnectOptions = {}): Promise<Page> {
  return connected ??= open(options);
}

async function open({ height, styles = true, timeoutMs = 10_000 }: ConnectOptions): Promise<Page> {
  if (styles) applyStyles();
  const link = openLink(globalThis as never);
  const calls = new Calls(link);
  const events = new Events(link);
  const missed = new Listeners<void>();
  const themes = new Listeners<Theme>();
  const routes = new Listeners<string>();
  const first = Promise.withResolvers<ToPage & { type: "bulkhead:init" }>();
  let theme: Theme = "light";
  let route = "";

  link.listen((message) => {
    switch (message.type) {
      case "bulkhead:init":
        first.resolve(message);
        break;
      case "bulkhead:result":
        calls.settle(message);
        break;
      case "bulkhead:event":
        events.deliver(message.event);
        break;
      case "bulkhead:subscribed":
        for (const type of message.refused) console.warn(`This plugin has no grant to hear of "${type}"`);
        break;
      case "bulkhead:missed":
        missed.tell();
        break;
      case "bulkhead:theme":
        applyTheme(theme = message.theme);
        themes.tell(theme);
        break;
      case "bulkhead:route":
        routes.tell(route = message.route);
    }
  });
  link.send({ type: "bulkhead:ready" });
  const timer = setTimeout(
    () => first.reject(localError("timeout", `The cockpit did not answer within ${timeoutMs} ms`)),
    timeoutMs,
  );
  const init = await first.promise.finally(() => clearTimeout(timer));
  ({ theme, route } = init);
  applyTheme(theme);
  if (styles) applyFonts(init.fonts ?? []);
  if ((height ?? (init.panel === undefined ? "fill" : "content")) === "content") {
    watchHeight((height) => link.send({ type: "bulkhead:resize", height }));
  }

  return {
    plugin: init.plugin,
    user: init.user,
    locale: init.locale,
    panel: init.panel,
    get theme() {
      return theme;
    },
    get route() {
      return route;
    },
    call: (method, params = {}, options = {}) => calls.call(method, params, options),
    on: (types, listener) => events.on(typeof types === "string" ? [types] : types, listener as never),
    onMissed: (listener) => missed.add(listener),
    onTheme: (listener) => themes.add(listener),
    onRoute: (listener) => routes.add(listener),
    go(place, { replace = false } = {}) {
      route = place.replace(/^\/+/, "");
      link.send({ type: "bulkhead:route", route, ...(replace ? { replace } : {}) });
    },
  };
}

class Listeners<T> {
  readonly #all = new Set<(value: T) => void>();

  add(listener: (value: T) => void): () => void {
    this.#all.add(listener);
    return () => void this.#all.delete(listener);
  }

  tell(value: T): void {
    for (const listener of [...this.#all]) listener(value);
  }
}
