import { z } from "zod";
import type { SnippetRow } from "../store/snippets.ts";
import { Time } from "./time.ts";

/** Most snippets of one person. */
export const MAX_SNIPPETS = 100;
/** Longest text of one, in UTF-16 units: all of them together stay below half a megabyte. */
export const MAX_SNIPPET = 4_000;

/** What is typed to find a snippet: one word, so that it ends where the next one begins. */
export const SnippetName = z.string().trim().toLowerCase().normalize("NFC")
  .max(40, "A name has at most 40 characters")
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u, "A name is one word of letters, digits, _ and -");

/** What a snippet puts into a message. */
export const SnippetText = z.string()
  .max(MAX_SNIPPET, `A snippet has at most ${MAX_SNIPPET} characters`)
  .refine((text) => text.trim() !== "", "A snippet needs some text")
  .refine((text) => !text.includes("\0"), "A snippet cannot hold the character U+0000");

/** A text that somebody keeps to write it again. */
export const TextSnippet = z.object({
  id: z.string(),
  name: z.string().describe("Typed behind ; to find it"),
  text: z.string().describe("Markdown"),
  updatedAt: Time,
});
export type TextSnippet = z.output<typeof TextSnippet>;

export function presentSnippet(row: SnippetRow): TextSnippet {
  return { id: row.id, name: row.name, text: row.text, updatedAt: row.updated_at };
}
