import { localError } from "./page_error.ts";
import type { FromPage, ToPage } from "./protocol.ts";

/** The two ways of messages between this page and the cockpit around it. */
export interface Link {
  send(message: FromPage): void;
  /** One listener for all messages of the cockpit; nobody else is heard. */
  listen(listener: (message: ToPage) => void): void;
}

/** Of the browser, as far as it is used here. */
export interface PageWindow {
  readonly parent: { postMessage(message: unknown, targetOrigin: string): void };
  readonly location: { readonly origin: string };
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}

/** Throws `not_framed` when the page stands alone. */
export function openLink(page: PageWindow): Link {
  const { parent, location } = page;
  if (parent as unknown === page) {
    throw localError("not_framed", "This page is not in the cockpit", "Open it at /app/<plugin> of the server");
  }
  // The frame's own origin is opaque, but its address is the server's, and so is the cockpit's.
  const { origin } = location;
  return {
    send: (message) => parent.postMessage(message, origin),
    listen(listener) {
      page.addEventListener("message", (event) => {
        if (event.source !== parent as unknown || event.origin !== origin) return;
        const message = event.data as ToPage | null;
        if (typeof message === "object" && message !== null && String(message.type).startsWith("bulkhead:")) {
          listener(message);
        }
      });
    },
  };
}
