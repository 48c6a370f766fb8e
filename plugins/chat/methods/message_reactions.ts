import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { PERSON } from "../domain/examples.ts";
import { Emoji, MessageId } from "../domain/message.ts";
import { Person, presentPerson } from "../domain/person.ts";
import { personViews } from "../store/people.ts";
import { reactionCounts, reactorsAfter } from "../store/reactions.ts";
import { visibleMessage } from "./_access.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.message.reactions` */
export const messageReactions = method({
  summary: "Lists who reacted to a message, and with what",
  description: "By emoji, in the order in which each first came up; of a deleted message there are none.",
  examples: [{
    params: { id: "message_0192" },
    result: { counts: [{ emoji: "👍", count: 1 }], items: [{ emoji: "👍", user: PERSON }] },
  }],
  errors: ["not_found", "invalid_params"],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({
    id: MessageId,
    emoji: Emoji.optional().describe("Only who reacted with this one"),
    limit: z.int().min(1).max(200).default(50),
    cursor: z.string().max(200).regex(/^\d{1,3}\/.{0,150}$/su, "A cursor is the nextCursor of the page before")
      .optional(),
  }),
  result: z.object({
    counts: z.array(z.object({ emoji: z.string(), count: z.int() })).describe("Of all emoji of the message"),
    items: z.array(z.object({ emoji: z.string(), user: Person })),
    nextCursor: z.string().optional(),
  }),
  handler: ({ id, emoji, limit, cursor }, ctx) => {
    visibleMessage(ctx, enter(ctx), id);
    const counts = reactionCounts(ctx.db, id);
    const kinds = emoji === undefined ? counts : counts.filter((each) => each.emoji === emoji);
    // Where the page before ended: among those of which emoji, and behind whom.
    const [, index = "0", person = ""] = /^(\d+)\/(.*)$/s.exec(cursor ?? "") ?? [];
    const rows: { at: number; emoji: string; userId: string }[] = [];
    for (let at = Number(index); at < kinds.length && rows.length <= limit; at++) {
      const kind = kinds[at]!.emoji;
      const after = at === Number(index) ? person : "";
      const page = { emoji: kind, after, limit: limit + 1 - rows.length };
      rows.push(...reactorsAfter(ctx.db, id, page).map((userId) => ({ at, emoji: kind, userId })));
    }
    const page = rows.slice(0, limit);
    const people = new Map(
      personViews(ctx.db, [...new Set(page.map((row) => row.userId))]).map((row) => [row.id, presentPerson(row)]),
    );
    const items = page.map(({ emoji, userId }) => ({
      emoji,
      // A workflow or plugin has its id and no more.
      user: people.get(userId) ?? { id: userId, name: userId, role: "member" as const, profile: {}, rev: 0 },
    }));
    const last = page.at(-1);
    return rows.length > limit ? { counts, items, nextCursor: `${last!.at}/${last!.userId}` } : { counts, items };
  },
});
