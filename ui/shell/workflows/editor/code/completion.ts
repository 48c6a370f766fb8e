import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
} from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import type { EditorState, Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import type { RpcPort } from "@bulkhead/ui";
import { isFileName } from "../../../../state/workflow_editor/file_name.ts";
import { offsetOf } from "../../../../state/workflow_editor/positions.ts";
import type { CompletionAnswer, CompletionItem, HoverAnswer } from "../../../../state/workflow_editor/wire.ts";

/** Whom to ask about the text. */
export interface LanguagePort {
  rpc: RpcPort;
  /** Name of the file, as far as it has one. */
  file(): string;
}

/** What may stand here, from the host's compiler: it knows every plugin of this server. */
export function completion(language: LanguagePort): Extension {
  return autocompletion({
    override: [source(language)],
    activateOnTypingDelay: 80,
    icons: false,
    maxRenderedOptions: 80,
    addToOptions: [{ render: ({ type }) => kindElement(type), position: 20 }],
  });
}

/** What the thing under the pointer is. */
export function hoverTypes(language: LanguagePort): Extension {
  return hoverTooltip(async (view, position) => {
    if (!/[\w$"'.]/.test(view.state.sliceDoc(position, position + 1))) return null;
    const { doc } = view.state;
    const answer = await language.rpc.call<HoverAnswer>("host.workflow.editor.hover", {
      ...where(view.state, position, language),
    }).catch(() => undefined);
    if (!answer?.text || view.state.doc !== doc) return null;
    const { range } = answer;
    const text = doc.toString();
    return {
      pos: range ? offsetOf(text, range.from) : position,
      ...(range ? { end: offsetOf(text, range.to) } : {}),
      above: true,
      create: () => ({ dom: explained(answer.text) }),
    };
  }, { hoverTime: 250 });
}

/** What the compiler says, in Markdown of its own: types in fences, words between. Becomes elements, never markup. */
export function explained(markdown: string): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "cm-explained";
  for (const [index, part] of markdown.split(/^```\w*\n?/m).entries()) {
    const text = part.trim();
    if (text === "") continue;
    const block = document.createElement(index % 2 === 1 ? "code" : "p");
    block.textContent = text;
    dom.append(block);
  }
  return dom;
}

function source(language: LanguagePort): CompletionSource {
  return async (context) => {
    const { from, text } = wordBefore(context);
    if (!context.explicit && !isInvitation(context, from)) return null;
    const stop = new AbortController();
    context.addEventListener("abort", () => stop.abort());
    const answer = await language.rpc.call<CompletionAnswer>(
      "host.workflow.editor.complete",
      where(context.state, context.pos, language),
      { signal: stop.signal },
    ).catch(() => undefined);
    if (!answer || context.aborted || answer.items.length === 0) return null;
    const result: CompletionResult = { from, options: answer.items.map((item) => optionOf(item)) };
    if (!answer.isIncomplete) result.validFor = text === "string" ? /^[^"'`\n]*$/ : /^[\w$]*$/;
    return result;
  };
}

/** Where what is typed begins: within quotes after the quote, for event types; else the name. */
function wordBefore({ state, pos }: CompletionContext): { from: number; text: "string" | "name" } {
  const node = syntaxTree(state).resolveInner(pos, -1);
  if (node.name === "String" && node.from < pos) return { from: node.from + 1, text: "string" };
  const line = state.doc.lineAt(pos);
  const word = /(?<![\w$])[\w$]*$/.exec(line.text.slice(0, pos - line.from))![0];
  return { from: pos - word.length, text: "name" };
}

/** Within a name, or right after what asks for one. */
function isInvitation({ state, pos }: CompletionContext, from: number): boolean {
  if (from < pos && !/\d/.test(state.sliceDoc(from, from + 1))) return true;
  return /[.'"`]/.test(state.sliceDoc(pos - 1, pos));
}

function where(state: EditorState, position: number, { file }: LanguagePort) {
  const line = state.doc.lineAt(position);
  const name = file();
  return {
    ...(isFileName(name) ? { file: name } : {}),
    source: state.doc.toString(),
    line: line.number,
    column: position - line.from + 1,
  };
}

function optionOf({ label, kind, detail, insertText, documentation, sortText }: CompletionItem): Completion {
  return {
    label,
    type: kind,
    ...(detail ? { detail: shortened(label, detail) } : {}),
    ...(insertText && insertText !== label ? { apply: insertText } : {}),
    ...(documentation ? { info: () => explained(documentation) } : {}),
    ...(sortText ? { sortText: `${sortText} ${label}` } : {}),
  };
}

/** A type in one line, without what the line says already: "(property) name: Type" becomes "Type". */
function shortened(label: string, detail: string): string {
  const line = detail.replace(/\s+/g, " ").replace(/^\([a-z ]+\) /, "").replace(/^(?:const|let|var|function) /, "");
  return line.startsWith(label) ? line.slice(label.length).replace(/^\?? ?: /, "") : line;
}

function kindElement(kind = ""): Node {
  const element = document.createElement("span");
  element.className = "cm-completionKind";
  element.textContent = WORDS[kind] ?? kind;
  return element;
}

/** The compiler's kinds, as people say them. */
const WORDS: Record<string, string> = {
  "local function": "function",
  "local var": "variable",
  alias: "import",
  const: "constant",
  field: "property",
  let: "variable",
  var: "variable",
  parameter: "variable",
  getter: "property",
  setter: "property",
  string: "text",
};
