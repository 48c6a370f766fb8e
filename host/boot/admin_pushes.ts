import type { Pusher } from "../gateway/ports.ts";

/** Those who run the place. */
export const ADMINS = { roles: ["owner", "admin"] };

/** Entries of one message; who misses some reads the list. */
const MAX_ITEMS = 100;

/** Tells those who look at the audit log of its new entries, newest first. */
export function pushAudited(pusher: Pick<Pusher, "push" | "wanted">, entries: unknown[]): void {
  if (!pusher.wanted("host.audit.added", ADMINS)) return;
  const items = entries.slice(0, MAX_ITEMS);
  pusher.push("host.audit.added", { items, more: entries.length - items.length }, ADMINS);
}
