import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { MESSAGE, THREAD_STATE } from "../domain/examples.ts";
import { Message, MessageId } from "../domain/message.ts";
import { ThreadState } from "../domain/personal.ts";
import { messagesByIds } from "../store/messages.ts";
import { answersAfter } from "../store/threads.ts";
import { enter } from "./_people.ts";
import { present, presentAll } from "./_publish.ts";
import { EVERYBODY } from "./_roles.ts";
import { stateIn, threadOf } from "./_thread_state.ts";

/** `chat.thread.get` */
export const threadGet = method({
  summary: "Gets a thread: its first message and the answers",

  examples: [{
    params: { id: "message_0192" },
    result: { root: MESSAGE, items: [], hasMore: false, state: THREAD_STATE },
  }],
  errors: ["not_found"],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({
    id: MessageId.describe("The first message, or an answer"),
    after: z.int().min(0).default(0).describe("Position; answers after it"),
    limit: z.int().min(1).max(200).default(100),
  }),
  result: z.object({
    root: Message,
    items: z.array(Message).describe("Oldest first"),
    hasMore: z.boolean(),
    state: ThreadState,
  }),
  handler: ({ id, after, limit }, ctx) => {
    const actor = enter(ctx);
    const { root } = threadOf(ctx, actor, id);
    const ids = answersAfter(ctx.db, root.id, after, limit + 1);
    const items = presentAll(ctx, messagesByIds(ctx.db, ids.slice(0, limit)));
    return { root: present(ctx, root), items, hasMore: ids.length > limit, state: stateIn(ctx, actor, root) };
  },
});
