import { hostMethod, type HostMethods } from "../rpc/ports.ts";
import { completions, type EditorService, hoverText, signatureHelp, type TextPlace, textPlace } from "./editor_wire.ts";
import { AUTHORS, mustBeOn, refuseTooLarge } from "./source_methods.ts";

/** A person who types does not wait longer. */
const CALL_MS = 10_000;

/** Help while a script is written, from the types of the plugins of this server. */
export function editorMethods(editor: EditorService, { safeMode }: { safeMode: boolean }): HostMethods {
  // One for each key that somebody types: none of them belongs into the audit log.
  const about = { params: textPlace, roles: [...AUTHORS], readOnly: true, relays: true, callMs: CALL_MS };
  const checked = (place: TextPlace): TextPlace => {
    mustBeOn(safeMode);
    refuseTooLarge(place.source);
    return place;
  };
  return {
    "host.workflow.editor.complete": hostMethod({
      ...about,
      summary: "What can stand at a place of a script, best first, at most 200",
      examples: [{
        params: { source: "export default ", line: 1, column: 16 },
        result: { items: [{ label: "workflow", kind: "function" }], isIncomplete: false },
      }],
      result: completions,
      handler: (place, { signal }) => editor.complete(checked(place), signal),
    }),
    "host.workflow.editor.hover": hostMethod({
      ...about,
      summary: "The type and the words of what stands at a place of a script",
      examples: [{ params: { source: "export default 1", line: 1, column: 8 }, result: { text: "const default: 1" } }],
      result: hoverText,
      handler: (place, { signal }) => editor.hover(checked(place), signal),
    }),
    "host.workflow.editor.signature": hostMethod({
      ...about,
      summary: "The parameters of the call in which a place of a script is",
      examples: [{
        params: { source: "Math.max(", line: 1, column: 10 },
        result: {
          signatures: [{ label: "max(...values: number[]): number", parameters: [{ label: "...values: number[]" }] }],
          activeSignature: 0,
          activeParameter: 0,
        },
      }],
      result: signatureHelp,
      handler: (place, { signal }) => editor.signature(checked(place), signal),
    }),
  };
}
