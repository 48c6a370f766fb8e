import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { SECTION } from "../domain/examples.ts";
import { newId } from "../domain/ids.ts";
import { Section } from "../domain/personal.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { putSection, sections } from "../store/personal.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { MAX_SECTIONS, tellSections } from "./_sections.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.section.create` */
export const sectionCreate = mutation("section.create", {
  summary: "Makes a section in the caller's sidebar",

  examples: [{ params: { name: "Projects" }, result: SECTION }],
  errors: ["precondition_failed"],
  roles: EVERYBODY,
  emits: ["chat.section.changed"],
  params: z.object({
    name: z.string().trim().min(1, "A section needs a name").max(80),
    emoji: z.string().max(64).optional(),
    workspaceId: WorkspaceId,
  }),
  result: Section,

  handler: ({ name, emoji, workspaceId }, ctx, actor) => {
    const workspace = workspaceIdOf(ctx, actor, workspaceId);
    const there = sections(ctx.db, workspace, actor.id);
    if (there.length >= MAX_SECTIONS) {
      throw new RpcError("precondition_failed", `There are at most ${MAX_SECTIONS} sections`, { reason: "too_many" });
    }
    const id = newId("section");
    const place = (there.at(-1)?.place ?? 0) + 1;
    const mine = { id, workspace_id: workspace, user_id: actor.id };
    putSection(ctx.db, { ...mine, name, emoji: emoji ?? null, place, collapsed: 0 });
    return tellSections(ctx, actor, workspace, id).find((section) => section.id === id)!;
  },
});
