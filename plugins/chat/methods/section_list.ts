import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { SECTION } from "../domain/examples.ts";
import { presentSection, Section } from "../domain/personal.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { sections } from "../store/personal.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.section.list` */
export const sectionList = method({
  summary: "Lists the sections of the caller's sidebar",

  examples: [{ params: {}, result: { items: [SECTION] } }],

  roles: EVERYBODY,
  readOnly: true,
  params: z.object({ workspaceId: WorkspaceId }),
  result: z.object({ items: z.array(Section) }),
  handler: ({ workspaceId }, ctx) => {
    const actor = enter(ctx);
    return { items: sections(ctx.db, workspaceIdOf(ctx, actor, workspaceId), actor.id).map(presentSection) };
  },
});
