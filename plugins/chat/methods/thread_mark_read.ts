import { z } from "zod";
import { THREAD_STATE } from "../domain/examples.ts";
import { MessageId } from "../domain/message.ts";
import { ThreadState } from "../domain/personal.ts";
import { markThreadRead, threadSummaries } from "../store/threads.ts";
import { requireMember } from "./_access.ts";
import { NOT_MEMBER } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { stateIn, tellOfState, threadOf } from "./_thread_state.ts";

/** `chat.thread.mark_read` */
export const threadMarkRead = mutation("thread.mark_read", {
  summary: "Moves the caller's read marker in a thread forward",

  examples: [{ params: { id: "message_0192", seq: 4711 }, result: THREAD_STATE }],
  errors: ["not_found", NOT_MEMBER],
  roles: EVERYBODY,
  emits: ["chat.thread.read"],
  params: z.object({
    id: MessageId.describe("The first message, or an answer"),
    seq: z.int().min(0).describe("Position of the last answer that was seen"),
  }),
  result: ThreadState,

  handler: ({ id, seq }, ctx, actor) => {
    const { root, channel } = threadOf(ctx, actor, id);
    requireMember(ctx, actor, channel);
    const newest = threadSummaries(ctx.db, [root.id]).get(root.id)?.last_seq ?? 0;
    return markThreadRead(ctx.db, actor.id, root.id, Math.min(seq, newest))
      ? tellOfState(ctx, actor, root, "read")
      : stateIn(ctx, actor, root);
  },
});
