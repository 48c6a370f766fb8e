import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { SNIPPET } from "../domain/examples.ts";
import { presentSnippet, TextSnippet } from "../domain/text_snippet.ts";
import { snippetsOf } from "../store/snippets.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.snippet.list` */
export const snippetList = method({
  summary: "Lists the texts that the caller keeps to write them again, by name",

  examples: [{ params: {}, result: { items: [SNIPPET] } }],

  roles: EVERYBODY,
  readOnly: true,
  params: z.object({}),
  result: z.object({ items: z.array(TextSnippet) }),
  handler: (_, ctx) => ({ items: snippetsOf(ctx.db, enter(ctx).id).map(presentSnippet) }),
});
