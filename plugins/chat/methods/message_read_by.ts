import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { PERSON } from "../domain/examples.ts";
import { MessageId } from "../domain/message.ts";
import { Person, presentPerson } from "../domain/person.ts";
import { Time } from "../domain/time.ts";
import { membersAfter } from "../store/members.ts";
import { personViews } from "../store/people.ts";
import { readersAfter } from "../store/readers.ts";
import { requireMember, visibleMessage } from "./_access.ts";
import { NOT_MEMBER } from "./_errors.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.message.read_by` */
export const messageReadBy = method({
  summary: "Tells who of a channel has read up to a message",
  description:
    "`items` are the readers without the author and those who joined later, who read last first; of an answer that only its thread shows, those who " +
    "follow the thread. `users` and `memberCount` look at the first thousand members.",
  examples: [{
    params: { id: "message_0192" },
    result: {
      items: [{ user: PERSON, lastReadAt: "2026-01-05T09:30:00.000Z" }],
      users: ["user-bob"],
      memberCount: 2,
    },
  }],
  errors: ["not_found", NOT_MEMBER],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({
    id: MessageId,
    limit: z.int().min(1).max(200).default(50),
    cursor: z.string().max(200).regex(/^[^/]*\/./, "A cursor is the nextCursor of the page before").optional(),
  }),
  result: z.object({
    items: z.array(z.object({
      user: Person,
      lastReadAt: Time.optional().describe("When they read in this place last, which may be further on"),
    })),
    nextCursor: z.string().optional(),
    users: z.array(z.string()),
    memberCount: z.int(),
  }),
  handler: ({ id, limit, cursor }, ctx) => {
    const actor = enter(ctx);
    const { message, channel } = visibleMessage(ctx, actor, id);
    requireMember(ctx, actor, channel);
    const members = membersAfter(ctx.db, channel.id, { after: "", limit: 1_000 });
    const within = message.thread_id !== null && !message.in_channel;
    const rows = readersAfter(ctx.db, {
      channelId: channel.id,
      ...(within ? { rootId: message.thread_id! } : {}),
      seq: message.seq,
      writtenAt: message.created_at,
      without: message.author_id,
    }, { after: placeOf(cursor), limit: limit + 1 });
    const page = rows.slice(0, limit);
    const people = new Map(
      personViews(ctx.db, page.map((row) => row.user_id)).map((row) => [row.id, presentPerson(row)]),
    );
    const items = page.flatMap(({ user_id, at }) => {
      const user = people.get(user_id);
      return user ? [{ user, ...(at === "" ? {} : { lastReadAt: at }) }] : [];
    });
    const last = page.at(-1);
    return {
      items,
      ...(rows.length > limit ? { nextCursor: `${last!.at}/${last!.user_id}` } : {}),
      users: members.filter((row) => row.last_read_seq >= message.seq).map((row) => row.user_id),
      memberCount: members.length,
    };
  },
});

function placeOf(cursor: string | undefined) {
  if (cursor === undefined) return undefined;
  const [at, ...id] = cursor.split("/");
  return { at: at!, user_id: id.join("/") };
}
