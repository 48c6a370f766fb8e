import { X } from "lucide-react";
import { IconButton, Select } from "@bulkhead/kit";
import type { EditorState } from "../../../state/workflow_editor/editor_session.ts";
import { countChanges } from "../../../state/workflow_editor/text_changes.ts";

/** What the text is compared with. */
export type Against = "saved" | "live" | "theirs";

const WORDS: Record<Against, string> = {
  saved: "the saved file",
  live: "the version that runs",
  theirs: "the file as it is now",
};

/** The texts that there are to compare with. */
export function comparisons({ saved, theirs }: EditorState): { value: Against; label: string; text: string }[] {
  const list: { value: Against; text: string }[] = [];
  if (theirs?.kind === "changed") list.push({ value: "theirs", text: theirs.view.source });
  if (saved) list.push({ value: "saved", text: saved.source });
  if (saved?.liveSource !== undefined && saved.liveSource !== saved.source) {
    list.push({ value: "live", text: saved.liveSource });
  }
  return list.map(({ value, text }) => ({ value, text, label: WORDS[value] }));
}

export interface CompareBarProps {
  state: EditorState;
  against: Against;
  onChange(against: Against): void;
  onClose(): void;
}

/** The line over a comparison: with what, and how much it is. */
export function CompareBar({ state, against, onChange, onClose }: CompareBarProps) {
  const options = comparisons(state);
  const original = options.find(({ value }) => value === against);
  const { added, removed } = countChanges(original?.text ?? "", state.text);
  return (
    <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-canvas px-4 py-1 text-13">
      <span className="text-ink-2">Changes against</span>
      {options.length > 1
        ? <Select label="Compare with" value={against} options={options} onChange={onChange} className="h-7" />
        : <span>{original?.label}</span>}
      <Amount added={added} removed={removed} />
      <span className="ml-auto">
        <IconButton size="sm" label="Hide the changes" icon={<X size={15} aria-hidden />} onClick={onClose} />
      </span>
    </div>
  );
}

/** "+3 −1", and in words for those who do not see it. */
export function Amount({ added, removed }: { added: number; removed: number }) {
  if (added + removed === 0) return <span className="text-ink-3">Nothing differs</span>;
  return (
    <span className="tabular font-mono text-12">
      {added > 0 && <span className="text-ok-ink" aria-label={`${added} lines added`}>+{added}</span>}
      {added > 0 && removed > 0 && " "}
      {removed > 0 && <span className="text-bad-ink" aria-label={`${removed} lines removed`}>−{removed}</span>}
    </span>
  );
}
