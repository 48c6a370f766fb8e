import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Time } from "../domain/time.ts";
import { MESSAGE, PERSON } from "../domain/examples.ts";
import { ChannelRef } from "../domain/channel.ts";
import { Person, presentPerson } from "../domain/person.ts";
import { membersAfter } from "../store/members.ts";
import { personViews } from "../store/people.ts";
import { visibleChannel } from "./_access.ts";
import { Page } from "./_page.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.channel.members` */
export const channelMembers = method({
  summary: "Lists the members of a channel",

  examples: [{
    params: { channel: "#general" },
    result: { items: [{ user: PERSON, role: "member", joinedAt: MESSAGE.createdAt }] },
  }],
  errors: ["not_found"],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({ channel: ChannelRef, ...Page }),
  result: z.object({
    items: z.array(z.object({ user: Person, role: z.enum(["manager", "member"]), joinedAt: Time })),
    nextCursor: z.string().optional(),
  }),
  handler: ({ channel: ref, limit, cursor }, ctx) => {
    const channel = visibleChannel(ctx, enter(ctx), ref);
    const rows = membersAfter(ctx.db, channel.id, { after: cursor ?? "", limit: limit + 1 });
    const people = new Map(
      personViews(ctx.db, rows.map((row) => row.user_id)).map((row) => [row.id, presentPerson(row)]),
    );
    const items = rows.slice(0, limit).map(({ user_id, role, joined_at }) => {
      // A workflow or plugin that was added has its id and no more.
      const user = people.get(user_id) ?? { id: user_id, name: user_id, role: "member" as const, profile: {}, rev: 0 };
      return { user, role, joinedAt: joined_at };
    });
    return rows.length > limit ? { items, nextCursor: rows[limit - 1]!.user_id } : { items };
  },
});
