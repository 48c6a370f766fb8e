/**
 * The messages between a page in its sandboxed frame and the cockpit around it, as they go through `postMessage`. Pages
 * use the SDK and see none of this; one that does without it sends and takes exactly these.
 */

/** What `<html data-theme>` says as well. */
export type Theme = "light" | "dark";

/** Who looks at the page. */
export interface PageUser {
  /** As it stands in events and in what methods answer. */
  id: string;
  /** Sign-in name, as in `@handle`. */
  handle: string;
  /** For people. */
  name: string;
  /** What a method lets them do is judged by the host; this is for showing what makes sense. */
  role: "owner" | "admin" | "member" | "guest" | "agent";
}

/** An event as it reaches a page. Of what is sent to those who look just now, only `type` and `data` are there. */
export interface PageEvent<T = unknown> {
  /** `polls.poll.voted`. */
  type: string;
  /** What its source says about it. */
  data: T;
  /** Known once per source. */
  id?: string;
  /** Id of the plugin that announced it. */
  source?: string;
  /** What it is about. */
  subject?: string;
  /** ISO 8601. */
  time?: string;
  /** Id of who did it. */
  actor?: string;
  /** Position in the log. */
  seq?: number;
}

/** A JSON-RPC error object. */
export interface WireError {
  code: number;
  message: string;
  data?: {
    reason?: string;
    hint?: string;
    path?: string;
    retryAfterMs?: number;
    traceId?: string;
  };
}

/** A typeface of the cockpit, so that a page looks as what stands around it. */
export interface FontData {
  family: string;
  /** As in `@font-face`. */
  weight: string;
  unicodeRange: string;
  bytes: ArrayBuffer;
}

/** From the cockpit to the page. */
export type ToPage =
  | {
    type: "bulkhead:init";
    /** Id of the plugin whose page it is. */
    plugin: string;
    theme: Theme;
    /** What comes after `/app/<plugin>/` in the address, without a slash at its begin; "" is the page's root. */
    route: string;
    /** Id of the panel that it shows in this frame, as its manifest has it in `ui.panels`; else it is the page. */
    panel?: string;
    /** BCP 47. */
    locale: string;
    user: PageUser;
    fonts?: FontData[];
  }
  | { type: "bulkhead:theme"; theme: Theme }
  | { type: "bulkhead:route"; route: string }
  | { type: "bulkhead:result"; id: number | string; result: unknown }
  | { type: "bulkhead:result"; id: number | string; error: WireError }
  /** Which of the wanted types come, and which this plugin has no grant for. */
  | { type: "bulkhead:subscribed"; types: string[]; refused: string[] }
  | { type: "bulkhead:event"; event: PageEvent }
  /** Events may have been missed: read the state anew. */
  | { type: "bulkhead:missed" };

/** From the page to the cockpit. */
export type FromPage =
  /** Its script runs and takes messages. */
  | { type: "bulkhead:ready" }
  | { type: "bulkhead:rpc"; id: number | string; method: string; params?: Record<string, unknown> }
  /** All types that it wants from now on; patterns as `polls.vote.*` and `polls.**` are allowed. */
  | { type: "bulkhead:subscribe"; types: string[] }
  /** It shows another place; `replace` leaves no step in the history. */
  | { type: "bulkhead:route"; route: string; replace?: boolean }
  /** Pixels that its content takes: the frame becomes as high and the cockpit scrolls around it. */
  | { type: "bulkhead:resize"; height: number };
