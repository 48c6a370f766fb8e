import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { seesPublicChannels } from "../domain/actor.ts";
import { Presence, presenceOf } from "../domain/person.ts";
import { shareChannel } from "../store/members.ts";
import { personView, personViews, putPresenceViews, setSeenAt } from "../store/people.ts";
import { enter } from "./_people.ts";
import { announcePresence, VIEW_MS } from "./_presence.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.presence.ping` */
export const presencePing = method({
  summary: "Gives a sign of life, and says whose presence is on the screen",
  description:
    "Call it once a minute while somebody is at the page, at times that differ from page to page. The answer has the " +
    "presence of those who are in view; for two minutes changes come as volatile `chat.presence` {items: [{id, presence}]}.",
  examples: [{ params: { view: ["user-bob"] }, result: { items: [{ id: "user-bob", presence: "active" }] } }],
  roles: EVERYBODY,
  mcp: false,
  params: z.object({
    view: z.array(z.string().max(100)).max(200).default([]).describe("Ids of the people who are on the screen"),
  }),
  result: z.object({ items: z.array(z.object({ id: z.string(), presence: Presence })) }),
  handler: ({ view }, ctx) => {
    const actor = enter(ctx);
    const now = Date.now();
    const row = personView(ctx.db, actor.id);
    if (!row) return { items: [] };
    const before = presenceOf(row, now);
    if (now - row.seen_at > 30_000) setSeenAt(ctx.db, actor.id, now);
    putPresenceViews(ctx.db, actor.id, view, now + VIEW_MS);
    const current = personView(ctx.db, actor.id)!;
    if (presenceOf(current, now) !== before) announcePresence(ctx, current);
    const known = personViews(ctx.db, view).filter((each) =>
      seesPublicChannels(actor.role) || shareChannel(ctx.db, actor.id, each.id)
    );
    return { items: known.map((each) => ({ id: each.id, presence: presenceOf(each, now) })) };
  },
});
