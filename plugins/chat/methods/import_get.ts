import { method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { IMPORT } from "../domain/examples.ts";
import { importById } from "../store/imports.ts";
import { Import, presentImport } from "./_import_view.ts";
import { enter } from "./_people.ts";
import { INSIDERS } from "./_roles.ts";
import { moderatesIn } from "./_workspaces.ts";

/** `chat.import.get` */
export const importGet = method({
  summary: "Tells how far an archive is taken over, and what came of it",
  examples: [{ params: { id: "import_0192" }, result: IMPORT }],
  errors: ["not_found"],
  roles: INSIDERS,
  readOnly: true,
  params: z.object({ id: z.string().max(100) }),
  result: Import,
  handler: ({ id }, ctx) => {
    const row = importById(ctx.db, id);
    if (!row || !moderatesIn(ctx, enter(ctx), row.workspace_id)) {
      throw new RpcError("not_found", `There is no import "${id}"`, { path: "/id" });
    }
    return presentImport(row);
  },
});
