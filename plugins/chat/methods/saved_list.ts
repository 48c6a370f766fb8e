import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Time } from "../domain/time.ts";
import { MESSAGE } from "../domain/examples.ts";
import { Message } from "../domain/message.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { channelById } from "../store/channels.ts";
import { messagesByIds } from "../store/messages.ts";
import { savedBefore } from "../store/personal.ts";
import { maySee } from "./_access.ts";
import { Page, positionOf } from "./_page.ts";
import { enter } from "./_people.ts";
import { presentAll } from "./_publish.ts";
import { EVERYBODY } from "./_roles.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.saved.list` */
export const savedList = method({
  summary: "Lists the caller's saved messages, the newest first",

  examples: [{ params: {}, result: { items: [{ message: MESSAGE, savedAt: MESSAGE.createdAt }] } }],

  roles: EVERYBODY,
  readOnly: true,
  params: z.object({
    done: z.boolean().default(false).describe("Those that are done, instead of those to do"),
    workspaceId: WorkspaceId,
    ...Page,
  }),
  result: z.object({
    items: z.array(z.object({ message: Message, savedAt: Time, doneAt: Time.optional() })),
    nextCursor: z.string().optional(),
  }),
  handler: ({ done, workspaceId: ref, limit, cursor }, ctx) => {
    const actor = enter(ctx);
    const workspaceId = workspaceIdOf(ctx, actor, ref);
    const rows = savedBefore(ctx.db, actor.id, { workspaceId, done, before: positionOf(cursor), limit: limit + 1 });
    const page = rows.slice(0, limit);
    // Whoever has left a private channel does not read on in it through what they saved.
    const readable = messagesByIds(ctx.db, page.map((row) => row.message_id)).filter((row) =>
      maySee(ctx, actor, channelById(ctx.db, row.channel_id)!)
    );
    const messages = new Map(presentAll(ctx, readable).map((message) => [message.id, message]));
    const items = page.flatMap(({ message_id, saved_at, done_at }) => {
      const message = messages.get(message_id);
      return message ? [{ message, savedAt: saved_at, ...(done_at === null ? {} : { doneAt: done_at }) }] : [];
    });
    return rows.length > limit ? { items, nextCursor: String(page.at(-1)!.seq) } : { items };
  },
});
