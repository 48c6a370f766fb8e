import { z } from "zod";
import { PersonRef } from "../domain/channel.ts";
import { WorkspaceRef } from "../domain/workspace.ts";
import { FIRST_WORKSPACE } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { peopleKnown, personIds } from "./_people.ts";
import { INSIDERS } from "./_roles.ts";
import { letIn } from "./_workspace_members.ts";
import { requireFurther, workspaceOf } from "./_workspaces.ts";

/** `chat.workspace.add_members` */
export const workspaceAddMembers = mutation("workspace.add_members", {
  summary: "Lets people into a workspace",
  description:
    "Each of its members may, guests excepted. Workflows and plugins come in the same way, as workflow:<name> or plugin:<id>. " +
    "Who is in it already stays as they are.",
  examples: [{ params: { id: "workspace_0193", members: ["@bob"] }, result: { added: ["user-bob"] } }],
  errors: ["not_found", FIRST_WORKSPACE],
  roles: INSIDERS,
  emits: ["chat.workspace.joined", "chat.channel.joined"],
  params: z.object({ id: WorkspaceRef, members: z.array(PersonRef).min(1).max(500) }),
  result: z.object({ added: z.array(z.string()).describe("Ids of those who are new") }),
  before: ({ members }, ctx) => peopleKnown(ctx, members),
  handler: ({ id, members }, ctx, actor) => {
    const row = workspaceOf(ctx, actor, id, "/id");
    requireFurther(row);
    return { added: letIn(ctx, row, personIds(ctx, members, "/members")) };
  },
});
