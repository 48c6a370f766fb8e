import { z } from "zod";
import { SECTION } from "../domain/examples.ts";
import { Section } from "../domain/personal.ts";
import { putSection } from "../store/personal.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { ownSection, tellSections } from "./_sections.ts";

/** `chat.section.update` */
export const sectionUpdate = mutation("section.update", {
  summary: "Renames, moves or folds a section",

  examples: [{ params: { id: "section_0192", collapsed: true }, result: SECTION }],
  errors: ["not_found"],
  roles: EVERYBODY,
  emits: ["chat.section.changed"],
  params: z.object({
    id: z.string().max(100),
    name: z.string().trim().min(1, "A section needs a name").max(80).optional(),
    emoji: z.string().max(64).nullable().optional(),
    place: z.number().min(-1e9).max(1e9).optional().describe("Order among the sections, smallest first"),
    collapsed: z.boolean().optional(),
  }),
  result: Section,

  handler: ({ id, name, emoji, place, collapsed }, ctx, actor) => {
    const row = ownSection(ctx, actor, id);
    putSection(ctx.db, {
      ...row,
      name: name ?? row.name,
      emoji: emoji === undefined ? row.emoji : emoji,
      place: place ?? row.place,
      collapsed: collapsed === undefined ? row.collapsed : collapsed ? 1 : 0,
    });
    return tellSections(ctx, actor, row.workspace_id, id).find((section) => section.id === id)!;
  },
});
