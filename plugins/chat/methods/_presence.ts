import type { Context } from "@bulkhead/plugin";
import { presenceOf } from "../domain/person.ts";
import { type PersonView, presenceViewers } from "../store/people.ts";

/** How long somebody counts as looking at the people whose presence they asked for. */
export const VIEW_MS = 2 * 60_000;

/** Tells those who have this person on the screen whether they are there: a volatile message, nobody else is bothered. */
export function announcePresence(ctx: Context, person: Pick<PersonView, "id" | "presence" | "seen_at">): void {
  const now = Date.now();
  const item = { id: person.id, presence: presenceOf(person, now) };
  for (const viewer of presenceViewers(ctx.db, person.id, now)) {
    ctx.sockets.room(`user-${viewer}`).send("chat.presence", { items: [item] });
  }
}
