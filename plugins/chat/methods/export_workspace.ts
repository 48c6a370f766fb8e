import { type Context, method } from "@bulkhead/plugin";
import { z } from "zod";
import { actorOf } from "../domain/actor.ts";
import { presentGroup } from "../domain/directory.ts";
import { presentPerson } from "../domain/person.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { readableChannelIds } from "../store/channels.ts";
import { groupMembers, groupsAfter } from "../store/directory.ts";
import { messagesAfterAll } from "../store/messages.ts";
import { listPeople } from "../store/people.ts";
import type { WorkspaceRow } from "../store/workspaces.ts";
import { NOT_ADMIN } from "./_errors.ts";
import { channelRecords, linesOf, messageRecords } from "./_export_records.ts";
import { INSIDERS } from "./_roles.ts";
import { readerIn, requireAdmin, workspaceOf } from "./_workspaces.ts";

const PAGE = 500;

/** `chat.export.workspace` */
export const exportWorkspace = method({
  summary: "Writes the workspace into a file",
  description:
    "One JSON object a line, each with `record`: workspace, person, group, channel with its members and bookmarks, message " +
    "with its reactions and earlier texts. All public channels and those that the caller is in; attached files are named by " +
    "their address. Only the caller can read the file.",
  examples: [{
    params: {},
    result: { file: "file_0192", path: "/files/file_0192", name: "chat-2026-11-20.ndjson", sizeBytes: 48_000 },
  }],
  roles: INSIDERS,
  mcp: false,
  params: z.object({ workspaceId: WorkspaceId }),
  result: z.object({
    file: z.string(),
    path: z.string().describe("Where it is read, on this host"),
    name: z.string(),
    sizeBytes: z.int(),
  }),
  errors: ["not_found", NOT_ADMIN],
  handler: async ({ workspaceId }, ctx) => {
    const workspace = workspaceOf(ctx, actorOf(ctx.caller), workspaceId);
    requireAdmin(ctx, actorOf(ctx.caller), workspace);
    const name = `chat-${new Date().toISOString().slice(0, 10)}.ndjson`;
    const content = streamOf(lines(ctx, workspace));
    const audience = `room:user-${ctx.caller.id}` as const;
    const { id, sizeBytes } = await ctx.files.uploads.create({ name, type: "application/x-ndjson", content, audience });
    return { file: id, path: `/files/${id}`, name, sizeBytes };
  },
});

/** Page by page, so that however long the history is little of it is held at once. */
function* lines(ctx: Context, workspace: WorkspaceRow): Generator<Record<string, unknown>[]> {
  const actor = actorOf(ctx.caller);
  const { id, name, description, created_at, seq, first } = workspace;
  yield [{ record: "workspace", id, name, description, createdAt: created_at, seq }];
  for (let afterName = "", afterId = "", more = true; more;) {
    const rows = listPeople(ctx.db, {
      part: "",
      afterName,
      afterId,
      limit: PAGE,
      ...(first ? {} : { within: id }),
    });
    yield rows.map((row) => ({ record: "person", ...presentPerson(row) }));
    more = rows.length === PAGE;
    ({ name: afterName = "", id: afterId = "" } = rows.at(-1) ?? {});
  }
  yield groupsAfter(ctx.db, id, "", 10_000).map((row) => ({
    record: "group",
    ...presentGroup(row, groupMembers(ctx.db, row.id)),
  }));
  const readable = readableChannelIds(ctx.db, readerIn(actor, id));
  for (let from = 0; from < readable.length; from += PAGE) {
    yield channelRecords(ctx, readable.slice(from, from + PAGE), actor.id);
  }
  const seen = new Set(readable);
  for (let after = 0, more = true; more;) {
    const rows = messagesAfterAll(ctx.db, after, PAGE);
    yield messageRecords(ctx, rows.filter((row) => seen.has(row.channel_id)));
    more = rows.length === PAGE;
    after = rows.at(-1)?.seq ?? after;
  }
}

function streamOf(pages: Generator<Record<string, unknown>[]>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull(controller) {
      const { value, done } = pages.next();
      if (done) return controller.close();
      controller.enqueue(linesOf(value));
    },
  });
}
