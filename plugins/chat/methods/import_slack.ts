import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { IMPORT } from "../domain/examples.ts";
import { ZipFault } from "../domain/zip.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { beginImport } from "./_import_begin.ts";
import { Import } from "./_import_view.ts";
import { ClientId } from "./_mutation.ts";
import { NOT_ADMIN } from "./_errors.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.import.slack` */
export const importSlack = method({
  summary: "Takes over the export of a Slack workspace",
  description:
    "The zip file is uploaded first, with POST /files/chat. Users are found here by their handle; channels, messages, " +
    "threads, reactions and pins are taken over, files as links. chat.import.get tells how far it is and what was left, and " +
    "why. The same archive again adds only what is new.",
  examples: [{ params: { file: "file_0192" }, result: IMPORT }],
  errors: ["not_found", NOT_ADMIN, {
    reason: "archive",
    kind: "precondition_failed",
    message: "The archive is not to be read",
  }],
  roles: INSIDERS,
  params: z.object({ file: z.string().min(1).max(100), workspaceId: WorkspaceId, clientId: ClientId }),
  result: Import,
  handler: ({ file, workspaceId, clientId }, ctx) =>
    beginImport(ctx, "slack", {
      file,
      workspaceId,
      clientId,
      check: ({ entries }) => {
        if (entries.some(({ name }) => name === "channels.json" || name === "groups.json")) return;
        throw new ZipFault("There is no channels.json in it: expected an export as Slack makes it");
      },
    }),
});
