/** The JSON of the methods that the editor calls, as the host sends it. Lines and columns count from 1. */
import type { Diagnostic } from "../wire.ts";
import type { Place } from "./positions.ts";

/** `host.workflow.source.get`. */
export interface SourceView {
  name: string;
  file: string;
  /** What is in the file. */
  source: string;
  /** What runs, as long as a version is live. */
  liveSource?: string;
  /** Of the file: what `source.put` takes as `baseHash`. */
  hash?: string;
  /** Who saved it in the cockpit; times as ISO 8601. */
  savedBy?: { id: string; name: string; at: string };
}

/** `host.workflow.validate`. */
export interface CheckAnswer {
  ok: boolean;
  diagnostics: Diagnostic[];
}

/** `host.workflow.source.put`. */
export interface SaveAnswer {
  name: string;
  file: string;
  hash: string;
  /** It was not there before. */
  created?: boolean;
  diagnostics: Diagnostic[];
  /** `live`, `faulty`, `needs_grant`, `stopped`. */
  state: string;
}

/** One line of `host.workflow.editor.complete`. */
export interface CompletionItem {
  label: string;
  kind: string;
  detail?: string;
  insertText?: string;
  documentation?: string;
  sortText?: string;
}

export interface CompletionAnswer {
  items: CompletionItem[];
  /** More would come for a longer word. */
  isIncomplete: boolean;
}

/** `host.workflow.editor.hover`. */
export interface HoverAnswer {
  /** Markdown; empty when there is nothing to say. */
  text: string;
  range?: { from: Place; to: Place };
}

/** `host.workflow.editor.signature`. */
export interface SignatureAnswer {
  signatures: {
    label: string;
    documentation?: string;
    parameters: { label: string; documentation?: string }[];
  }[];
  activeSignature: number;
  activeParameter: number;
}

/** `host.workflow.source.delete`: with its text it can be brought back. */
export interface DeleteAnswer {
  name: string;
  file: string;
  source: string;
  hash: string;
}

/** One in `host.workflow.templates.list`. */
export interface TemplateInfo {
  id: string;
  title: string;
  description: string;
  uses: string[];
  source: string;
  available: boolean;
  /** Plugins that it needs and this server lacks. */
  missing: string[];
}
