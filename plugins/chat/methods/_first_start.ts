import type { Context } from "@bulkhead/plugin";
import { GENERAL } from "../domain/channel.ts";
import { newId } from "../domain/ids.ts";
import { insertChannel } from "../store/channels.ts";
import { insertWorkspace, listWorkspaces } from "../store/workspaces.ts";
import { resumeExports } from "./_channel_export.ts";
import { refreshPeople } from "./_people.ts";
import { forgetRemainsLater } from "./_remains.ts";
import { indexRest } from "./_search_index.ts";
import { TIDY } from "./_tidy.ts";
import { removeDeleted } from "./_workspace_gone.ts";
import { fillRooms } from "./_workspaces.ts";

const MODERATORS = "moderators.rooms";

/** Makes the workspace General with #general when there is none, and takes up the people whom the host knows. */
export async function firstStart(ctx: Context): Promise<void> {
  const first = listWorkspaces(ctx.db).length === 0;
  if (first) {
    ctx.db.transaction(() => {
      const workspaceId = newId("workspace");
      const now = new Date().toISOString();
      insertWorkspace(ctx.db, {
        id: workspaceId,
        name: "General",
        slug: "general",
        description: "",
        access: "open",
        created_by: "system:host",
        first: 1,
        created_at: now,
      });
      insertChannel(ctx.db, {
        id: newId("channel"),
        workspace_id: workspaceId,
        name: GENERAL,
        private: 0,
        topic: "For everybody",
        created_by: "system:host",
        created_at: now,
      });
    });
  }
  // Once for databases from before there were such rooms: later whoever changes a role fills them.
  if (ctx.kv.get(MODERATORS) === undefined) {
    ctx.db.transaction(() => {
      for (const row of listWorkspaces(ctx.db)) if (!row.first) fillRooms(ctx, row.id);
      ctx.kv.set(MODERATORS, true);
    });
  }
  ctx.schedule.set(TIDY, { cron: "17 4 * * *" });
  // A start may have come between an import and its index, or have made the index anew.
  indexRest(ctx);
  forgetRemainsLater(ctx);
  resumeExports(ctx);
  // A start may have come while a deleted workspace was being removed.
  removeDeleted(ctx);
  // Who was here before chat is no newcomer.
  // Without the host's directory chat works on: people are taken up as they come.
  await refreshPeople(ctx, { announce: !first }).catch((error) =>
    ctx.log.warn("The host's people could not be read", { error })
  );
}
