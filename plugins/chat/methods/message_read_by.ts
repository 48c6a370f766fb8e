import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { MessageId } from "../domain/message.ts";
import { membersAfter } from "../store/members.ts";
import { requireMember, visibleMessage } from "./_access.ts";
import { NOT_MEMBER } from "./_errors.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.message.read_by` */
export const messageReadBy = method({
  summary: "Tells who of a channel has read up to a message",
  description: "Looks at the first thousand members.",
  examples: [{ params: { id: "message_0192" }, result: { users: ["user-bob"], memberCount: 2 } }],
  errors: ["not_found", NOT_MEMBER],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({ id: MessageId }),
  result: z.object({ users: z.array(z.string()), memberCount: z.int() }),
  handler: ({ id }, ctx) => {
    const actor = enter(ctx);
    const { message, channel } = visibleMessage(ctx, actor, id);
    requireMember(ctx, actor, channel);
    const rows = membersAfter(ctx.db, channel.id, { after: "", limit: 1_000 });
    return {
      users: rows.filter((row) => row.last_read_seq >= message.seq).map((row) => row.user_id),
      memberCount: rows.length,
    };
  },
});
