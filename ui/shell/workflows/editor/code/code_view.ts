import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { type Diagnostic as Fault, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { unifiedMergeView } from "@codemirror/merge";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension, Prec } from "@codemirror/state";
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { Place } from "../../../../state/workflow_editor/positions.ts";
import { faultRange, offsetOf } from "../../../../state/workflow_editor/positions.ts";
import type { Diagnostic } from "../../../../state/wire.ts";
import { completion, hoverTypes, type LanguagePort } from "./completion.ts";
import { theme } from "./theme.ts";

export interface CodeViewOptions {
  /** The element that the editor fills. */
  parent: HTMLElement;
  text: string;
  label: string;
  language: LanguagePort;
  readOnly: boolean;
  onChange(text: string): void;
  onPlace(place: Place): void;
  onSave(): void;
  onRun(): void;
  /** Escape was pressed and meant nothing else. */
  onLeave(): void;
}

/** CodeMirror's words, written as the rest of the cockpit is. */
const PHRASES = {
  next: "Next",
  previous: "Previous",
  all: "All",
  "match case": "Match case",
  regexp: "Regular expression",
  "by word": "Whole words",
  replace: "Replace",
  "replace all": "Replace all",
};

/** The text area: CodeMirror with what the host knows. It stands in a shadow root, where its styles need no exception
 * from the page's policy. */
export class CodeView {
  readonly #view: EditorView;
  readonly #changes = new Compartment();
  /** Text that is set from outside is no typing. */
  #silent = false;

  constructor(options: CodeViewOptions) {
    const root = options.parent.shadowRoot ?? options.parent.attachShadow({ mode: "open" });
    this.#view = new EditorView({
      parent: root as unknown as DocumentFragment,
      root,
      state: EditorState.create({ doc: options.text, extensions: this.#extensions(options) }),
    });
  }

  /** Other text in place of what stands there; the caret stays as near as it can. */
  setText(text: string): void {
    const { state } = this.#view;
    if (state.doc.toString() === text) return;
    this.#silent = true;
    const { head } = state.selection.main;
    this.#view.dispatch({
      changes: { from: 0, to: state.doc.length, insert: text },
      selection: { anchor: Math.min(head, text.length) },
    });
    this.#silent = false;
  }

  /** Draws faults of this text: a line under each and a mark beside it. */
  setFaults(faults: readonly Diagnostic[]): void {
    const text = this.#view.state.doc.toString();
    const drawn = faults.map(({ message, ...place }): Fault => ({
      ...faultRange(text, place),
      severity: "error",
      message,
    }));
    this.#view.dispatch(setDiagnostics(this.#view.state, drawn));
  }

  /** Shows what differs from another text, line by line; undefined shows the text alone. */
  compare(original: string | undefined): void {
    const shown = original === undefined ? [] : unifiedMergeView({
      original,
      mergeControls: false,
      collapseUnchanged: { margin: 3, minSize: 8 },
    });
    this.#view.dispatch({ effects: this.#changes.reconfigure(shown) });
  }

  goTo(place: Place): void {
    const position = offsetOf(this.#view.state.doc.toString(), place);
    this.#view.dispatch({
      selection: { anchor: position },
      effects: EditorView.scrollIntoView(position, { y: "center" }),
    });
    this.#view.focus();
  }

  focus(): void {
    this.#view.focus();
  }

  destroy(): void {
    this.#view.destroy();
  }

  #extensions(options: CodeViewOptions): Extension[] {
    const { readOnly, language } = options;
    const act = (work: () => void) => () => {
      work();
      return true;
    };
    return [
      lineNumbers(),
      lintGutter(),
      foldGutter({ openText: "▾", closedText: "▸" }),
      highlightActiveLineGutter(),
      highlightSpecialChars(),
      history(),
      drawSelection(),
      dropCursor(),
      EditorState.allowMultipleSelections.of(true),
      EditorState.tabSize.of(2),
      indentUnit.of("  "),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      highlightActiveLine(),
      // Where a line does not fit nobody wants to push the page to and fro.
      matchMedia("(max-width: 767px)").matches ? EditorView.lineWrapping : [],
      highlightSelectionMatches(),
      search({ top: true }),
      EditorState.phrases.of(PHRASES),
      javascript({ typescript: true }),
      theme,
      this.#changes.of([]),
      readOnly
        ? [EditorState.readOnly.of(true), EditorView.editable.of(false)]
        : [completion(language), hoverTypes(language)],
      EditorView.contentAttributes.of({
        "aria-label": options.label,
        // What scrolls is reached by keyboard, whether it can be written or not.
        tabindex: "0",
        ...(readOnly ? { "aria-readonly": "true" } : {}),
      }),
      Prec.high(keymap.of([
        { key: "Mod-s", run: act(options.onSave), preventDefault: true },
        { key: "Mod-Enter", run: act(options.onRun), preventDefault: true },
      ])),
      keymap.of([
        ...completionKeymap,
        ...closeBracketsKeymap,
        ...defaultKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...foldKeymap,
        ...lintKeymap,
        ...(readOnly ? [] : [indentWithTab]),
      ]),
      // What Escape closes comes first: completion, search, several carets.
      Prec.lowest(keymap.of([{ key: "Escape", run: act(options.onLeave) }])),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !this.#silent) options.onChange(update.state.doc.toString());
        if (update.selectionSet || update.docChanged) options.onPlace(caret(update.state));
      }),
    ];
  }
}

function caret(state: EditorState): Place {
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  return { line: line.number, column: head - line.from + 1 };
}
