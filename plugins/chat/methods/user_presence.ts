import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { seesPublicChannels } from "../domain/actor.ts";
import { Presence, presenceOf } from "../domain/person.ts";
import { shareChannel } from "../store/members.ts";
import { personViews } from "../store/people.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.user.presence` */
export const userPresence = method({
  summary: "Tells which of some people are there",
  description:
    "Those whom the caller cannot see are left out. It is no sign of life of the caller, and nothing follows: a page that shows " +
    "people calls chat.presence.ping, and hears of changes.",
  examples: [{ params: { ids: ["user-bob"] }, result: { presence: { "user-bob": "active" } } }],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({ ids: z.array(z.string().max(100)).min(1).max(200) }),
  result: z.object({ presence: z.record(z.string(), Presence) }),
  handler: ({ ids }, ctx) => {
    const actor = enter(ctx);
    const now = Date.now();
    const seen = personViews(ctx.db, [...new Set(ids)]).filter(({ id }) =>
      id === actor.id || seesPublicChannels(actor.role) || shareChannel(ctx.db, actor.id, id)
    );
    return { presence: Object.fromEntries(seen.map((row) => [row.id, presenceOf(row, now)])) };
  },
});
