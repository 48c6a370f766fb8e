import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { CHANNEL, DRAFT, MESSAGE } from "../domain/examples.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { RESYNC_REQUIRED } from "./_errors.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { Changes, changesSince } from "./_snapshot.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.sync` */
export const sync = method({
  summary: "Tells what is different in a workspace since a position",
  description:
    "Each thing once, as it is now, however often it changed: to be taken in whatever was known before. Exact from any position, or refused with resync_required.",
  examples: [{
    params: { since: 4711 },
    result: {
      seq: 4_720,
      hasMore: false,
      messages: [MESSAGE],
      channels: [CHANNEL],
      gone: [],
      threads: [],
      people: [],
      drafts: [DRAFT],
      saved: [],
      groups: [],
      groupsGone: [],
      snippets: [],
      snippetsGone: [],
      bookmarks: [],
    },
  }],
  errors: ["not_found", RESYNC_REQUIRED],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({
    since: z.int().min(0).describe("seq of the snapshot, of the last sync, or the highest rev of an event that came"),
    limit: z.int().min(1).max(1_000).default(500).describe("Most changes that are looked at"),
    workspaceId: WorkspaceId,
  }),
  result: Changes,
  handler: ({ since, limit, workspaceId }, ctx) => {
    const actor = enter(ctx);
    return changesSince(ctx, actor, { workspaceId: workspaceIdOf(ctx, actor, workspaceId), since, limit });
  },
});
