import { method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { IMPORT } from "../domain/examples.ts";
import { newId } from "../domain/ids.ts";
import { emptyReport } from "../domain/slack_export.ts";
import { ZipFault } from "../domain/zip.ts";
import { importById, putImport } from "../store/imports.ts";
import { armImport, openArchive } from "./_import.ts";
import { Import, presentImport } from "./_import_view.ts";
import { ClientId, once } from "./_mutation.ts";
import { enter } from "./_people.ts";
import { ADMINS } from "./_roles.ts";

/** `chat.import.slack` */
export const importSlack = method({
  summary: "Takes over the export of a Slack workspace",
  description:
    "The zip file is uploaded first, with POST /files/chat. Users are found here by their handle; channels, messages, " +
    "threads, reactions and pins are taken over, files as links. chat.import.get tells how far it is and what was left, and " +
    "why. The same archive again adds only what is new.",
  examples: [{ params: { file: "file_0192" }, result: IMPORT }],
  errors: ["not_found", { reason: "archive", kind: "precondition_failed", message: "The archive is not to be read" }],
  roles: ADMINS,
  params: z.object({ file: z.string().min(1).max(100), clientId: ClientId }),
  result: Import,
  handler: async ({ file, clientId }, ctx) => {
    const known = await ctx.files.uploads.get(file);
    if (!known || known.owner !== ctx.caller.id) {
      throw new RpcError("not_found", `There is no file "${file}" that you have uploaded`, { path: "/file" });
    }
    try {
      const { entries } = await openArchive(ctx, file);
      if (!entries.some(({ name }) => name === "channels.json" || name === "groups.json")) {
        throw new ZipFault("There is no channels.json in it: expected an export as Slack makes it");
      }
    } catch (error) {
      if (!(error instanceof ZipFault)) throw error;
      throw new RpcError("precondition_failed", error.message, { reason: "archive", path: "/file" });
    }
    await ctx.files.uploads.keep(file, "owner");
    return ctx.db.transaction(() => {
      const actor = enter(ctx);
      return once(ctx, actor, { method: "import.slack", clientId }, () => {
        const id = newId("import");
        putImport(ctx.db, {
          id,
          file_id: file,
          actor: JSON.stringify(actor),
          state: "running",
          next: 0,
          total: 0,
          report: JSON.stringify(emptyReport()),
          error: null,
          at: new Date().toISOString(),
        });
        armImport(ctx, id);
        return presentImport(importById(ctx.db, id)!);
      });
    });
  },
});
