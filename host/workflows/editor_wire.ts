import { z } from "zod";
import { diagnostic } from "./wire.ts";

/** The shapes in which an editor of scripts is served. Lines and columns count from 1, as in diagnostics. */

/** Bytes of UTF-8 that a script has at most when it comes over RPC. */
export const SOURCE_MAX_BYTES = 256 * 1024;

/** A script's own file: what the folder takes for a script, without a path, and with a name that every system takes. */
export const scriptFile = z.string().max(100).regex(
  /^[A-Za-z0-9][\w-]*(?<!_test)\.ts$/,
  'expected the name of a script such as "welcome.ts": letters, digits, _ and -, and not "_test.ts" at its end',
);

/** More characters than the limit in bytes are never right; bytes are counted by the handler. */
export const scriptText = z.string().max(SOURCE_MAX_BYTES);

const position = { line: z.number().int().min(1), column: z.number().int().min(1) };
export const textRange = z.object({ from: z.object(position), to: z.object(position) });

/** A place in a text that is not saved, which stands in for the file of this name. */
export const textPlace = z.object({ file: scriptFile.optional(), source: scriptText, ...position });
export type TextPlace = z.infer<typeof textPlace>;

export const completionItem = z.object({
  label: z.string(),
  /** `method`, `property`, `function`, `variable`, `class`, `interface`, `keyword`, `module`, `constant`, `text` … */
  kind: z.string(),
  /** Its type, for the first ones. */
  detail: z.string().optional(),
  /** What to write, where it is not the label. */
  insertText: z.string().optional(),
  documentation: z.string().optional(),
  /** Lower comes first; without it the label counts. */
  sortText: z.string().optional(),
});
export type CompletionItem = z.infer<typeof completionItem>;

export const completions = z.object({
  items: z.array(completionItem),
  /** There are more: ask again when more is typed. */
  isIncomplete: z.boolean(),
});
export type Completions = z.infer<typeof completions>;

export const hoverText = z.object({
  /** Markdown; empty when there is nothing to say of this place. */
  text: z.string(),
  range: textRange.optional(),
});
export type HoverText = z.infer<typeof hoverText>;

export const signatureHelp = z.object({
  signatures: z.array(z.object({
    label: z.string(),
    documentation: z.string().optional(),
    parameters: z.array(z.object({ label: z.string(), documentation: z.string().optional() })),
  })),
  activeSignature: z.number(),
  activeParameter: z.number(),
});
export type SignatureHelp = z.infer<typeof signatureHelp>;

/** What is known of a place in a script. */
export interface EditorService {
  complete(place: TextPlace, signal?: AbortSignal): Promise<Completions>;
  hover(place: TextPlace, signal?: AbortSignal): Promise<HoverText>;
  signature(place: TextPlace, signal?: AbortSignal): Promise<SignatureHelp>;
}

export const checkResult = z.object({ ok: z.boolean(), diagnostics: z.array(diagnostic) });

export const template = z.object({
  /** Name of its file without `.ts`. */
  id: z.string(),
  title: z.string(),
  description: z.string(),
  /** Plugins that it calls. */
  uses: z.array(z.string()),
  source: z.string(),
  /** All plugins that it calls are there. */
  available: z.boolean(),
  missing: z.array(z.string()),
});
export type Template = z.infer<typeof template>;
