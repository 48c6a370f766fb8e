import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { MESSAGE, THREAD_STATE } from "../domain/examples.ts";
import { Message } from "../domain/message.ts";
import { presentThreadState, ThreadState } from "../domain/personal.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { messagesByIds } from "../store/messages.ts";
import { followedThreads, threadSummaries } from "../store/threads.ts";
import { Page, positionOf } from "./_page.ts";
import { enter } from "./_people.ts";
import { presentAll } from "./_publish.ts";
import { EVERYBODY } from "./_roles.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.thread.list` */
export const threadList = method({
  summary: "Lists the threads that the caller follows, the newest answer first",

  examples: [{ params: {}, result: { items: [{ root: MESSAGE, state: THREAD_STATE }] } }],

  roles: EVERYBODY,
  readOnly: true,
  params: z.object({
    unread: z.boolean().default(false).describe("Only those with something unread"),
    workspaceId: WorkspaceId,
    ...Page,
  }),
  result: z.object({
    items: z.array(z.object({ root: Message, state: ThreadState })),
    nextCursor: z.string().optional(),
  }),
  handler: ({ unread, workspaceId, limit, cursor }, ctx) => {
    const actor = enter(ctx);
    const states = followedThreads(ctx.db, workspaceIdOf(ctx, actor, workspaceId), actor.id)
      .filter((state) => !unread || state.unread > 0);
    const newest = threadSummaries(ctx.db, states.map((state) => state.root_id));
    const place = (id: string) => newest.get(id)?.last_seq ?? 0;
    const sorted = states.filter((state) => place(state.root_id) > 0 && place(state.root_id) < positionOf(cursor))
      .sort((a, b) => place(b.root_id) - place(a.root_id));
    const page = sorted.slice(0, limit);
    const roots = new Map(
      presentAll(ctx, messagesByIds(ctx.db, page.map((state) => state.root_id))).map((root) => [root.id, root]),
    );
    const items = page.map((state) => ({ root: roots.get(state.root_id)!, state: presentThreadState(state) }));
    return sorted.length > limit ? { items, nextCursor: String(place(page.at(-1)!.root_id)) } : { items };
  },
});
