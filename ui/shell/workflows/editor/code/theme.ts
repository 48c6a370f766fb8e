import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags as t } from "@lezer/highlight";

/** The cockpit's own look: every colour is a token, so that light and dark follow by themselves. */
const look = EditorView.theme({
  "&": {
    height: "100%",
    color: "var(--ink)",
    backgroundColor: "var(--surface)",
    fontSize: "13px",
    // Each character as it was typed.
    fontVariantLigatures: "none",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--font-mono)",
    lineHeight: "1.6",
    overscrollBehavior: "contain",
  },
  ".cm-content": { padding: "8px 0 32px", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 16px 0 8px" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in oklch, var(--accent) 24%, transparent)",
  },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--ink-3)", border: "none", paddingLeft: "4px" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "28px", padding: "0 8px 0 4px", fontVariantNumeric: "tabular-nums" },
  ".cm-activeLine": { backgroundColor: "var(--hover)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ink)" },
  "&:not(.cm-focused) .cm-activeLine": { backgroundColor: "transparent" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--active)",
    outline: "1px solid var(--line-strong)",
  },
  ".cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--bad-soft)" },
  ".cm-selectionMatch": { backgroundColor: "var(--active)" },
  ".cm-searchMatch": { backgroundColor: "var(--warn-soft)", outline: "1px solid var(--warn)" },
  ".cm-searchMatch-selected": { backgroundColor: "color-mix(in oklch, var(--warn) 45%, transparent)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--active)", border: "none", color: "var(--ink-2)", padding: "0 6px" },
});

/** What floats: completion, types under the pointer, faults. */
const floating = EditorView.theme({
  ".cm-tooltip": {
    border: "none",
    borderRadius: "6px",
    backgroundColor: "var(--raised)",
    color: "var(--ink)",
    boxShadow: "var(--float)",
    overflow: "hidden",
    fontFamily: "var(--font-sans)",
    maxWidth: "min(560px, calc(100vw - 24px))",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-mono)", fontSize: "12px", maxHeight: "264px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    display: "flex",
    alignItems: "center",
    gap: "8px",
    minHeight: "24px",
    padding: "0 8px",
    maxWidth: "min(520px, calc(100vw - 24px))",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--active)",
    color: "var(--ink)",
  },
  ".cm-completionLabel": { flexShrink: "0" },
  ".cm-completionMatchedText": { textDecoration: "none", color: "var(--accent-ink)", fontWeight: "600" },
  ".cm-completionDetail": {
    marginLeft: "auto",
    color: "var(--ink-3)",
    fontStyle: "normal",
    overflow: "hidden",
    textOverflow: "ellipsis",
  },
  ".cm-completionKind": { color: "var(--ink-3)", fontSize: "11px", width: "56px", flexShrink: "0" },
  ".cm-tooltip.cm-completionInfo": { padding: "8px 10px", fontSize: "12px", lineHeight: "1.45", maxWidth: "320px" },
  ".cm-explained": { padding: "6px 10px", maxHeight: "280px", overflowY: "auto", fontSize: "12px", lineHeight: "1.5" },
  ".cm-completionInfo .cm-explained": { padding: "0" },
  ".cm-explained p": { margin: "0", whiteSpace: "pre-wrap", overflowWrap: "anywhere", color: "var(--ink-2)" },
  ".cm-explained code": {
    display: "block",
    fontFamily: "var(--font-mono)",
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
  },
  ".cm-explained > * + *": { marginTop: "6px" },
});

const faults = EditorView.theme({
  ".cm-lintRange": { backgroundImage: "none", paddingBottom: "0" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--bad) 1px",
    textUnderlineOffset: "3px",
    textDecorationSkipInk: "none",
  },
  ".cm-lintRange-active": { backgroundColor: "var(--bad-soft)" },
  ".cm-lintPoint::after": { display: "none" },
  ".cm-gutter-lint": { width: "12px" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0 2px", display: "flex", alignItems: "center" },
  ".cm-lint-marker": { width: "8px", height: "8px" },
  // Told by shape, too: nothing else in the gutter is round.
  ".cm-lint-marker-error": { content: "''", borderRadius: "999px", backgroundColor: "var(--bad)" },
  ".cm-tooltip-lint": { padding: "0" },
  ".cm-diagnostic": { padding: "6px 10px", fontSize: "13px", lineHeight: "1.45", overflowWrap: "anywhere" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--bad)" },
});

const panels = EditorView.theme({
  ".cm-panels": { backgroundColor: "var(--canvas)", color: "var(--ink)", fontFamily: "var(--font-sans)" },
  ".cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-panel.cm-search": {
    display: "flex",
    flexWrap: "wrap",
    gap: "6px",
    alignItems: "center",
    padding: "8px 36px 8px 12px",
  },
  ".cm-panel.cm-search br": { flexBasis: "100%", content: "''" },
  ".cm-panel.cm-search label": {
    display: "inline-flex",
    alignItems: "center",
    gap: "4px",
    fontSize: "12px",
    margin: "0",
  },
  ".cm-panel.cm-search input[type=checkbox]": { accentColor: "var(--accent-solid)", margin: "0" },
  ".cm-textfield": {
    height: "28px",
    margin: "0",
    padding: "0 8px",
    fontSize: "13px",
    fontFamily: "var(--font-mono)",
    color: "var(--ink)",
    backgroundColor: "var(--raised)",
    border: "1px solid var(--control)",
    borderRadius: "6px",
  },
  ".cm-button": {
    height: "28px",
    margin: "0",
    padding: "0 8px",
    fontSize: "12px",
    fontWeight: "500",
    fontFamily: "var(--font-sans)",
    color: "var(--ink)",
    backgroundColor: "var(--raised)",
    backgroundImage: "none",
    border: "1px solid var(--line-strong)",
    borderRadius: "6px",
    "&:active": { backgroundImage: "none", backgroundColor: "var(--active)" },
    "&:hover": { backgroundColor: "var(--hover)" },
  },
  ".cm-textfield:focus-visible, .cm-button:focus-visible, button:focus-visible": {
    outline: "2px solid var(--accent)",
    outlineOffset: "-1px",
  },
  ".cm-panel.cm-search [name=close]": {
    top: "8px",
    right: "8px",
    width: "28px",
    height: "28px",
    fontSize: "18px",
    color: "var(--ink-2)",
    borderRadius: "6px",
  },
});

const changes = EditorView.theme({
  "&.cm-editor.cm-merge-b .cm-changedLine": { backgroundColor: "color-mix(in oklch, var(--ok) 9%, transparent)" },
  ".cm-changedText, &.cm-merge-b .cm-changedText": {
    background: "color-mix(in oklch, var(--ok) 12%, transparent)",
  },
  "&.cm-editor .cm-insertedLine": {
    backgroundColor: "color-mix(in oklch, var(--ok) 9%, transparent)",
    textDecoration: "none",
  },
  "&.cm-editor .cm-deletedChunk": {
    backgroundColor: "color-mix(in oklch, var(--bad) 8%, transparent)",
    paddingLeft: "8px",
  },
  ".cm-deletedChunk .cm-deletedText, &.cm-merge-b .cm-deletedText": {
    background: "color-mix(in oklch, var(--bad) 12%, transparent)",
    textDecoration: "none",
  },
  ".cm-deletedLine, .cm-deletedLine del": { textDecoration: "none" },
  ".cm-changeGutter": { width: "12px", paddingLeft: "2px" },
  // Read without colour: a sign stands beside each line, as in every diff.
  "&.cm-editor.cm-merge-b .cm-changedLineGutter, &.cm-editor .cm-insertedLineGutter": {
    background: "transparent",
    color: "var(--ok-ink)",
  },
  ".cm-changedLineGutter::before": { content: "'+'" },
  "&.cm-editor .cm-deletedLineGutter": { background: "transparent", color: "var(--bad-ink)" },
  ".cm-deletedLineGutter::before": { content: "'−'" },
  ".cm-collapsedLines": {
    background: "var(--canvas)",
    color: "var(--ink-2)",
    borderBlock: "1px solid var(--line)",
    fontFamily: "var(--font-sans)",
    fontSize: "12px",
    padding: "4px 12px",
    "&:before, &:after": { display: "none" },
  },
});

const code = HighlightStyle.define([
  { tag: [t.keyword, t.operatorKeyword, t.modifier, t.self, t.null, t.bool], color: "var(--code-keyword)" },
  { tag: [t.string, t.special(t.string), t.regexp, t.number], color: "var(--code-text)" },
  { tag: [t.typeName, t.className, t.namespace], color: "var(--code-type)" },
  { tag: [t.comment], color: "var(--code-note)", fontStyle: "italic" },
  { tag: [t.punctuation, t.operator, t.bracket], color: "var(--ink-2)" },
  { tag: [t.definition(t.variableName), t.function(t.variableName), t.propertyName], color: "var(--ink)" },
  { tag: t.invalid, color: "var(--bad-ink)" },
]);

/** How the editor looks. */
export const theme: Extension = [look, floating, faults, panels, changes, syntaxHighlighting(code)];
