import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { WORKSPACE } from "../domain/examples.ts";
import { Access, Description, Slug, Workspace, WorkspaceName, WorkspaceRef } from "../domain/workspace.ts";
import { setWorkspace, workspaceBy } from "../store/workspaces.ts";
import { FIRST_WORKSPACE, NOT_ADMIN } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";
import { change, tellAll } from "./_tell.ts";
import { requireFreeSlug } from "./workspace_create.ts";
import { tellMembers } from "./_workspace_members.ts";
import { presentWorkspace, requireAdmin, requireFurther, workspaceOf } from "./_workspaces.ts";

/** `chat.workspace.update` */
export const workspaceUpdate = mutation("workspace.update", {
  summary: "Changes what a workspace is called, what it is for, and who comes in",
  description: "Its owners and admins may; of the first one those of the host.",
  examples: [{ params: { name: "Acme" }, result: { ...WORKSPACE, name: "Acme" } }],
  errors: ["not_found", "conflict", NOT_ADMIN, FIRST_WORKSPACE],
  roles: INSIDERS,
  emits: ["chat.workspace.updated"],
  params: z.object({
    id: WorkspaceRef.optional().describe("Id or short name; default: the first one"),
    name: WorkspaceName.optional(),
    slug: Slug.optional(),
    description: Description.optional(),
    access: Access.optional(),
  }),
  result: Workspace,
  handler: ({ id, name, slug, description, access }, ctx, actor) => {
    const row = workspaceOf(ctx, actor, id, "/id");
    requireAdmin(ctx, actor, row);
    if (access === "closed" || (slug !== undefined && slug !== row.slug)) requireFurther(row);
    if (slug !== undefined && slug !== row.slug) requireFreeSlug(ctx, slug);
    const wanted = { name, slug, description, access };
    const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
    setWorkspace(ctx.db, { ...row, ...given });
    const next = workspaceBy(ctx.db, row.id);
    if (!next) throw new RpcError("not_found", "The workspace is gone");
    const told = {
      id: next.id,
      name: next.name,
      slug: next.slug,
      description: next.description,
      access: next.access,
      rev: change(ctx, row.id, { kind: "workspace", ref: row.id }),
    };
    if (row.first) tellAll(ctx, "chat.workspace.updated", row.id, told);
    else tellMembers(ctx, row.id, "chat.workspace.updated", told);
    return presentWorkspace(ctx, actor, next);
  },
});
