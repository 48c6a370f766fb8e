import { type Context, method } from "@bulkhead/plugin";
import { z } from "zod";
import { FILE_ITEM } from "../domain/examples.ts";
import { FILE_KINDS, type FileKind, fileKind } from "../domain/file_kind.ts";
import type { Message } from "../domain/message.ts";
import { parseQuery, type Term } from "../domain/search_query.ts";
import { placesOf } from "../domain/snippet.ts";
import { folded } from "../domain/search_text.ts";
import { fileById } from "../store/files.ts";
import { enter } from "./_people.ts";
import { FileItem } from "./_file_items.ts";
import { EVERYBODY } from "./_roles.ts";
import { searchFor, searchParams } from "./search_messages.ts";

/** `chat.search.files` */
export const searchFiles = method({
  summary: "Searches the files of messages, by their names and by what was said with them",
  description:
    "The newest first, with the same operators as chat.search.messages. Where a name of a message's files fits, " +
    "only those that fit are answered, otherwise all files of that message.",
  examples: [{ params: { query: "plan from:@bob has:image" }, result: { items: [FILE_ITEM] } }],
  errors: ["invalid_params"],
  roles: EVERYBODY,
  readOnly: true,
  params: searchParams.omit({ sort: true }).extend({
    type: z.enum(FILE_KINDS).optional().describe("Only files of this kind"),
  }),
  result: z.object({ items: z.array(FileItem), nextCursor: z.string().optional() }),
  handler: (given, ctx) => {
    const actor = enter(ctx);
    const today = given.today ?? new Date().toISOString().slice(0, 10);
    const { terms } = parseQuery(given.query, today);
    const query = `has:${given.type === "image" ? "image" : "file"} ${given.query}`;
    const items: z.output<typeof FileItem>[] = [];
    let { cursor } = given;
    // Of messages with files few may have one of the kind: a page is not to be empty before the end.
    for (let round = 0; round < MAX_ROUNDS && items.length < given.limit; round++) {
      const found = searchFor(ctx, actor, { ...given, cursor, today, query, sort: "newest" });
      items.push(...filesOf(ctx, found.items, { terms, type: given.type }));
      cursor = found.nextCursor;
      if (cursor === undefined || given.type === undefined) break;
    }
    return cursor === undefined ? { items } : { items, nextCursor: cursor };
  },
});

/** Pages of messages that are looked through for one of files. */
const MAX_ROUNDS = 5;

/** The files of messages that were found: those whose name fits, and of the kind that is wanted. */
function filesOf(
  ctx: Context,
  found: { message: Message }[],
  { terms, type }: { terms: Term[]; type?: FileKind },
): z.output<typeof FileItem>[] {
  return found.flatMap(({ message }) => {
    const files = (message.files ?? []).filter((file) =>
      file.deleted === undefined && (type === undefined || fileKind(file.type) === type)
    );
    const named = files.filter((file) => placesOf(folded(file.name), terms).length > 0);
    return (named.length > 0 ? named : files).map((file) => ({
      file,
      messageId: message.id,
      channelId: message.channelId,
      owner: fileById(ctx.db, file.id)?.owner_id ?? message.author.id,
      sentAt: message.createdAt,
    }));
  });
}
