import { method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import type { Attachment } from "../domain/message.ts";
import { messageById } from "../store/messages.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { fileToJudge, isScanner } from "./_scanner.ts";

/** Bytes of one answer. */
const CHUNK = 512 * 1024;

/** `chat.file.read` */
export const fileRead = method({
  summary: "Reads the bytes of an attached file, for a virus scanner",
  description:
    "The plugin named in the setting fileScanner hears chat.file.attached, reads the file here piece by piece, and blocks " +
    "what is not to be passed on with chat.file.block.",
  examples: [{ params: { id: "file_0192" }, result: { content: "aGk=", sizeBytes: 2 } }],
  errors: ["not_found", "forbidden"],
  roles: EVERYBODY,
  readOnly: true,
  mcp: false,
  params: z.object({
    id: z.string().min(1).max(100),
    from: z.int().min(0).default(0).describe("The first byte"),
  }),
  result: z.object({
    content: z.string().describe("Base64"),
    sizeBytes: z.int().describe("Of the whole file"),
    next: z.int().optional().describe("Where the next piece begins; without it this was the last"),
  }),
  handler: async ({ id, from }, ctx) => {
    const actor = enter(ctx);
    // What an admin may read they read at /files/<id>, like everybody.
    if (!isScanner(ctx, actor)) {
      throw new RpcError("forbidden", "Only the plugin that looks through files may do that", {
        hint: "An admin names it in chat's setting fileScanner",
      });
    }
    const { message_id } = fileToJudge(ctx, actor, id);
    const attached = JSON.parse(messageById(ctx.db, message_id)?.files ?? "[]") as Attachment[];
    const blocked = attached.some((each) => each.id === id && each.blocked !== undefined);
    const file = blocked ? undefined : await ctx.files.uploads.get(id);
    if (!file) throw new RpcError("not_found", `The file "${id}" is gone`, { path: "/id" });
    const to = Math.min(file.sizeBytes, from + CHUNK);
    const bytes = from >= to
      ? new Uint8Array()
      : new Uint8Array(await new Response(await ctx.files.uploads.stream(id, { from, to })).arrayBuffer());
    const more = to < file.sizeBytes ? { next: to } : {};
    return { content: bytes.toBase64(), sizeBytes: file.sizeBytes, ...more };
  },
});
