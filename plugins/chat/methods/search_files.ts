import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { FILE_ITEM } from "../domain/examples.ts";
import { parseQuery } from "../domain/search_query.ts";
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
  params: searchParams.omit({ sort: true }),
  result: z.object({ items: z.array(FileItem), nextCursor: z.string().optional() }),
  handler: (given, ctx) => {
    const actor = enter(ctx);
    const today = given.today ?? new Date().toISOString().slice(0, 10);
    const found = searchFor(ctx, actor, { ...given, today, query: `has:file ${given.query}`, sort: "newest" });
    const { terms } = parseQuery(given.query, today);
    const items = found.items.flatMap(({ message }) => {
      const files = (message.files ?? []).filter((file) => file.deleted === undefined);
      const named = files.filter((file) => placesOf(folded(file.name), terms).length > 0);
      return (named.length > 0 ? named : files).map((file) => ({
        file,
        messageId: message.id,
        channelId: message.channelId,
        owner: fileById(ctx.db, file.id)?.owner_id ?? message.author.id,
        sentAt: message.createdAt,
      }));
    });
    return found.nextCursor === undefined ? { items } : { items, nextCursor: found.nextCursor };
  },
});
