import { type Context, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import type { Actor } from "../domain/actor.ts";
import { GENERAL } from "../domain/channel.ts";
import { WORKSPACE } from "../domain/examples.ts";
import { newId } from "../domain/ids.ts";
import { Access, Description, Slug, slugOf, Workspace, WorkspaceName } from "../domain/workspace.ts";
import { channelById, insertChannel } from "../store/channels.ts";
import { hasSlug, insertWorkspace, listWorkspaces, workspaceBy, type WorkspaceRow } from "../store/workspaces.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";
import { change, changeChannel, tellOwn } from "./_tell.ts";
import { letIn } from "./_workspace_members.ts";
import { presentWorkspace } from "./_workspaces.ts";

/** Each is looked at when somebody lists them. */
const MAX_WORKSPACES = 1_000;

/** `chat.workspace.create` */
export const workspaceCreate = mutation("workspace.create", {
  summary: "Makes a workspace: channels, groups and emoji of its own for some of the people here",
  description: "With a channel #general. The caller owns it and lets others in with chat.workspace.add_members.",
  examples: [{
    params: { name: "Design", access: "closed" },
    result: { ...WORKSPACE, id: "workspace_0193", name: "Design", slug: "design", first: false, role: "owner" },
  }],
  errors: ["conflict", "precondition_failed"],
  roles: INSIDERS,
  emits: ["chat.workspace.created", "chat.workspace.joined", "chat.channel.joined"],
  params: z.object({
    name: WorkspaceName,
    slug: Slug.optional().describe("In addresses and over WebDAV; default: made of the name"),
    description: Description.default(""),
    access: Access.default("closed"),
  }),
  result: Workspace,
  handler: (wanted, ctx, actor) => {
    if (listWorkspaces(ctx.db).length >= MAX_WORKSPACES) {
      throw new RpcError("precondition_failed", `There are at most ${MAX_WORKSPACES} workspaces`, {
        reason: "too_many",
      });
    }
    const slug = wanted.slug ?? slugOf(wanted.name, (slug) => hasSlug(ctx.db, slug));
    requireFreeSlug(ctx, slug);
    const id = newId("workspace"), now = new Date().toISOString();
    const { name, description, access } = wanted;
    insertWorkspace(ctx.db, { id, name, slug, description, access, created_by: actor.id, first: 0, created_at: now });
    const row = workspaceBy(ctx.db, id)!;
    begin(ctx, actor, row);
    const made = presentWorkspace(ctx, actor, row);
    tellOwn(ctx, actor.id, "chat.workspace.created", { ...made, rev: change(ctx, id, { kind: "workspace", ref: id }) });
    return made;
  },
});

function begin(ctx: Context, actor: Actor, row: WorkspaceRow): void {
  const id = newId("channel");
  insertChannel(ctx.db, {
    id,
    workspace_id: row.id,
    name: GENERAL,
    private: 0,
    topic: "",
    created_by: actor.id,
    created_at: row.created_at,
  });
  changeChannel(ctx, channelById(ctx.db, id)!);
  letIn(ctx, row, [actor.id], "owner");
}

/** Throws `conflict` for a short name that another workspace has. */
export function requireFreeSlug(ctx: Context, slug: string): void {
  if (!hasSlug(ctx.db, slug)) return;
  throw new RpcError("conflict", `The short name "${slug}" is taken`, { path: "/slug" });
}
