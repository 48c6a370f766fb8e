import type { PushUrgency, PushWords } from "../../sdk/channel/protocol.ts";

/** What a plugin wants a person to be told, checked. */
export interface PushMessage {
  /** Tells a repeat from another one. */
  id: string;
  /** User id. */
  to: string;
  title: PushWords;
  body?: PushWords;
  /** Below the plugin's page. */
  path: string;
  hash?: string;
  /** Of several with one tag a device shows the last. */
  tag: string;
  /** With `order`: what a page closes once somebody has seen it there. */
  group?: string;
  order?: number;
  urgency: PushUrgency;
  ttlS: number;
  /** While it waits, it takes the place of an earlier one with this topic. */
  topic?: string;
}

/** One browser in which somebody wants to be told. */
export interface PushDevice {
  id: string;
  userId: string;
  /** Ends with it; empty: with the person's rights alone. */
  sessionId: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  /** What to call it. */
  name: string;
  /** BCP 47. */
  language: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  sentAt?: number;
  /** Why the last one was refused. */
  error?: string;
}

/** What plugins send to people's devices. */
export interface Pushes {
  /** Puts each into the queues of its person's devices; resolves when all are on disk. */
  send(plugin: string, messages: readonly PushMessage[]): Promise<void>;
  /** Takes back what waits, of a plugin that is uninstalled. */
  forget(plugin: string): Promise<void>;
}

/** `public`: on the internet. `private`: this machine and networks of one's own. `never`: nobody's business. */
export type AddressClassOf = (address: string) => "public" | "private" | "never";

/** What came of one attempt. */
export type PushOutcome =
  | { kind: "sent" }
  /** The browser has given it up. */
  | { kind: "gone" }
  /** This one will never be taken. */
  | { kind: "refused"; error: string }
  /** Later it may be. */
  | { kind: "later"; error: string; afterMs?: number };
