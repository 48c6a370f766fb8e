import { z } from "zod";
import { THREAD_STATE } from "../domain/examples.ts";
import { MessageId } from "../domain/message.ts";
import { ThreadState } from "../domain/personal.ts";
import { setFollowing } from "../store/threads.ts";
import { requireMember } from "./_access.ts";
import { NOT_MEMBER } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { tellOfState, threadOf } from "./_thread_state.ts";

/** `chat.thread.follow` */
export const threadFollow = mutation("thread.follow", {
  summary: "Follows a thread",

  examples: [{ params: { id: "message_0192" }, result: THREAD_STATE }],
  errors: ["not_found", NOT_MEMBER],
  roles: EVERYBODY,
  emits: ["chat.thread.followed"],
  params: z.object({ id: MessageId.describe("The first message, or an answer") }),
  result: ThreadState,

  handler: ({ id }, ctx, actor) => {
    const { root, channel } = threadOf(ctx, actor, id);
    requireMember(ctx, actor, channel);
    setFollowing(ctx.db, actor.id, root, true);
    return tellOfState(ctx, actor, root, "followed");
  },
});
