import { z } from "zod";
import { deleteSnippet } from "../store/snippets.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { ownSnippet, tellSnippet } from "./_snippets.ts";

/** `chat.snippet.delete` */
export const snippetDelete = mutation("snippet.delete", {
  summary: "Deletes a text that the caller kept",

  examples: [{ params: { id: "snippet_0192" }, result: { id: "snippet_0192" } }],
  errors: ["not_found"],
  roles: EVERYBODY,
  emits: ["chat.snippet.changed"],
  params: z.object({ id: z.string().max(100) }),
  result: z.object({ id: z.string() }),

  handler: ({ id }, ctx, actor) => {
    ownSnippet(ctx, actor, id);
    deleteSnippet(ctx.db, id);
    tellSnippet(ctx, actor, id, { state: "deleted" });
    return { id };
  },
});
