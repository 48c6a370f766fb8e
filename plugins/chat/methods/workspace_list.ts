import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Time } from "../domain/time.ts";
import { MESSAGE } from "../domain/examples.ts";
import { listWorkspaces } from "../store/workspaces.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

const Workspace = z.object({ id: z.string(), name: z.string(), seq: z.int(), createdAt: Time });

/** `chat.workspace.list` */
export const workspaceList = method({
  summary: "Lists the workspaces",
  examples: [{
    params: {},
    result: { items: [{ id: "workspace_0192", name: "General", seq: 4_720, createdAt: MESSAGE.createdAt }] },
  }],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({}),
  result: z.object({ items: z.array(Workspace) }),
  handler: (_, ctx) => {
    enter(ctx);
    return {
      items: listWorkspaces(ctx.db).map(({ id, name, seq, created_at }) => ({ id, name, seq, createdAt: created_at })),
    };
  },
});
