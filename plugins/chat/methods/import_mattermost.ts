import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { IMPORT } from "../domain/examples.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { beginImport } from "./_import_begin.ts";
import { checkMattermost } from "./_import_mattermost.ts";
import { Import } from "./_import_view.ts";
import { ClientId } from "./_mutation.ts";
import { NOT_ADMIN } from "./_errors.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.import.mattermost` */
export const importMattermost = method({
  summary: "Takes over a bulk export of Mattermost",
  description:
    "The zip file with its lines of JSON and its folder data/ (mmctl export create) is uploaded first, with POST " +
    "/files/chat. Users are found here by their name; channels of all teams, messages, threads, reactions, pins, files and " +
    "emoji are taken over, and the direct conversations of people who are all here. chat.import.get tells how far it is and " +
    "what was left, and why. The same archive again adds only what is new.",
  examples: [{ params: { file: "file_0192" }, result: { ...IMPORT, kind: "mattermost" as const } }],
  errors: ["not_found", NOT_ADMIN, {
    reason: "archive",
    kind: "precondition_failed",
    message: "The archive is not to be read",
  }],
  roles: INSIDERS,
  params: z.object({ file: z.string().min(1).max(100), workspaceId: WorkspaceId, clientId: ClientId }),
  result: Import,
  handler: ({ file, workspaceId, clientId }, ctx) =>
    beginImport(ctx, "mattermost", { file, workspaceId, clientId, check: checkMattermost }),
});
