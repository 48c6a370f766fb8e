import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { SNIPPET } from "../domain/examples.ts";
import { newId } from "../domain/ids.ts";
import { MAX_SNIPPETS, presentSnippet, SnippetName, SnippetText, TextSnippet } from "../domain/text_snippet.ts";
import { countSnippets, putSnippet, snippetByName } from "../store/snippets.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { ownSnippet, tellSnippet } from "./_snippets.ts";

/** `chat.snippet.save` */
export const snippetSave = mutation("snippet.save", {
  summary: "Keeps a text to write it again, or changes one",
  description: "The same on all devices of the caller and in all workspaces; nobody else sees it.",
  examples: [{ params: { name: "thanks", text: "Thank you for the report, we look into it." }, result: SNIPPET }],
  errors: ["not_found", "conflict", "precondition_failed"],
  roles: EVERYBODY,
  emits: ["chat.snippet.changed"],
  params: z.object({
    id: z.string().max(100).optional().describe("Of the one that is changed; without it a new one is made"),
    name: SnippetName,
    text: SnippetText,
  }),
  result: TextSnippet,

  handler: ({ id, name, text }, ctx, actor) => {
    const before = id === undefined ? undefined : ownSnippet(ctx, actor, id);
    const other = snippetByName(ctx.db, actor.id, name);
    if (other && other.id !== before?.id) {
      throw new RpcError("conflict", `You have a snippet "${name}" already`, {
        path: "/name",
        hint: "Choose another name, or change that one",
      });
    }
    if (!before && countSnippets(ctx.db, actor.id) >= MAX_SNIPPETS) {
      throw new RpcError("precondition_failed", `A person has at most ${MAX_SNIPPETS} snippets`, {
        reason: "too_many",
        hint: "Delete one that you do not need with chat.snippet.delete",
      });
    }
    const row = {
      id: before?.id ?? newId("snippet"),
      user_id: actor.id,
      name,
      text,
      updated_at: new Date().toISOString(),
    };
    putSnippet(ctx.db, row);
    tellSnippet(ctx, actor, row.id, { state: "set", snippet: presentSnippet(row) });
    return presentSnippet(row);
  },
});
