import { z } from "zod";
import { defaultWorkspace, setWorkspace } from "../store/workspaces.ts";
import { mutation } from "./_mutation.ts";
import { ADMINS } from "./_roles.ts";
import { Workspace } from "./_snapshot.ts";
import { change, tellAll } from "./_tell.ts";

/** `chat.workspace.update` */
export const workspaceUpdate = mutation("workspace.update", {
  summary: "Renames the workspace",

  examples: [{ params: { name: "Acme" }, result: { id: "workspace_0192", name: "Acme", description: "" } }],

  roles: ADMINS,
  emits: ["chat.workspace.updated"],
  params: z.object({
    name: z.string().trim().min(1).max(80).optional(),
    description: z.string().trim().max(1_000).optional(),
  }),
  result: Workspace,

  handler: ({ name, description }, ctx) => {
    const row = defaultWorkspace(ctx.db);
    const next = { id: row.id, name: name ?? row.name, description: description ?? row.description };
    setWorkspace(ctx.db, next);
    tellAll(ctx, "chat.workspace.updated", row.id, { ...next, rev: change(ctx, { kind: "workspace", ref: row.id }) });
    return next;
  },
});
