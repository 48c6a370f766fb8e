import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { WorkspaceRef } from "../domain/workspace.ts";
import { countPeople } from "../store/people.ts";
import { countWorkspaceMembers } from "../store/workspace_members.ts";
import { workspaceStats as count } from "../store/workspaces.ts";
import { NOT_ADMIN } from "./_errors.ts";
import { enter } from "./_people.ts";
import { INSIDERS } from "./_roles.ts";
import { requireAdmin, workspaceOf } from "./_workspaces.ts";

/** `chat.workspace.stats` */
export const workspaceStats = method({
  summary: "Counts what is in a workspace",
  description: "For its owners and admins. Private channels and direct conversations are counted and not named.",
  examples: [{
    params: { id: "workspace_0193" },
    result: { members: 4, channels: 6, privateChannels: 2, directs: 9, messages: 4_711, files: 40 },
  }],
  errors: ["not_found", NOT_ADMIN],
  roles: INSIDERS,
  readOnly: true,
  params: z.object({ id: WorkspaceRef }),
  result: z.object({
    members: z.int(),
    channels: z.int().describe("Public ones"),
    privateChannels: z.int(),
    directs: z.int().describe("Direct conversations"),
    messages: z.int().describe("Answers in threads too, deleted ones left out"),
    files: z.int(),
  }),
  handler: ({ id }, ctx) => {
    const actor = enter(ctx);
    const row = workspaceOf(ctx, actor, id, "/id");
    requireAdmin(ctx, actor, row);
    const members = row.first ? countPeople(ctx.db) : countWorkspaceMembers(ctx.db, row.id);
    return { members, ...count(ctx.db, row.id) };
  },
});
