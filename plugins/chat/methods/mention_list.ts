import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { MESSAGE } from "../domain/examples.ts";
import { Message } from "../domain/message.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { member } from "../store/members.ts";
import { mentionsBefore } from "../store/mentions.ts";
import { messagesBySeqs } from "../store/messages.ts";
import { threadState } from "../store/threads.ts";
import { Page, positionOf } from "./_page.ts";
import { enter } from "./_people.ts";
import { presentAll } from "./_publish.ts";
import { EVERYBODY } from "./_roles.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.mention.list` */
export const mentionList = method({
  summary: "Lists what called the caller, the newest first",
  description: "By name, by a group, by @channel or @here, or by a keyword.",
  examples: [{ params: {}, result: { items: [{ message: MESSAGE, kind: "person", read: false }] } }],

  roles: EVERYBODY,
  readOnly: true,
  params: z.object({ workspaceId: WorkspaceId, ...Page }),
  result: z.object({
    items: z.array(
      z.object({
        message: Message,
        kind: z.enum(["person", "group", "channel", "here", "keyword"]),
        read: z.boolean(),
      }),
    ),
    nextCursor: z.string().optional(),
  }),
  handler: ({ workspaceId: ref, limit, cursor }, ctx) => {
    const actor = enter(ctx);
    const workspaceId = workspaceIdOf(ctx, actor, ref);
    const rows = mentionsBefore(ctx.db, actor.id, { workspaceId, before: positionOf(cursor), limit: limit + 1 });
    const page = rows.slice(0, limit);
    const messages = new Map(
      presentAll(ctx, messagesBySeqs(ctx.db, page.map((row) => row.seq))).map((message) => [message.seq, message]),
    );
    const items = page.flatMap(({ seq, kind, channel_id, thread_id }) => {
      const message = messages.get(seq);
      if (!message) return [];
      const marker = thread_id === null
        ? member(ctx.db, channel_id, actor.id)?.last_read_seq
        : threadState(ctx.db, actor.id, thread_id)?.last_read_seq;
      return [{ message, kind, read: (marker ?? 0) >= seq }];
    });
    return rows.length > limit ? { items, nextCursor: String(page.at(-1)!.seq) } : { items };
  },
});
