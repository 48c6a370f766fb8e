import { z } from "zod";
import { clearSection } from "../store/members.ts";
import { deleteSection } from "../store/personal.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { ownSection, tellSections } from "./_sections.ts";

/** `chat.section.delete` */
export const sectionDelete = mutation("section.delete", {
  summary: "Deletes a section; its channels stay",

  examples: [{ params: { id: "section_0192" }, result: { id: "section_0192" } }],
  errors: ["not_found"],
  roles: EVERYBODY,
  emits: ["chat.section.changed"],
  params: z.object({ id: z.string().max(100) }),
  result: z.object({ id: z.string() }),

  handler: ({ id }, ctx, actor) => {
    const { workspace_id } = ownSection(ctx, actor, id);
    clearSection(ctx.db, actor.id, id);
    deleteSection(ctx.db, id);
    tellSections(ctx, actor, workspace_id, id);
    return { id };
  },
});
