import { CircleAlert, CircleCheck, CircleDashed, Keyboard, LoaderCircle } from "lucide-react";
import type { Ref } from "react";
import { Button, cx, duration, IconButton, Kbd, Popover } from "@bulkhead/kit";
import type { EditorState } from "../../../state/workflow_editor/editor_session.ts";
import type { Checks } from "../../../state/workflow_editor/source_checks.ts";
import type { Place } from "../../../state/workflow_editor/positions.ts";

export interface StatusLineProps {
  ref: Ref<HTMLElement>;
  state: EditorState;
  dirty: boolean;
  readOnly: boolean;
  place: Place;
  onCheckAgain(): void;
}

/** The line under the text: what is wrong, what became of it, where the caret is. */
export function StatusLine({ ref, state, dirty, readOnly, place, onCheckAgain }: StatusLineProps) {
  return (
    <footer
      ref={ref}
      tabIndex={-1}
      aria-label="State of the text"
      className="flex h-9 shrink-0 items-center gap-4 border-t border-line bg-canvas px-4 text-12 text-ink-2 outline-none"
    >
      {readOnly ? <span>You can read it, not change it</span> : <CheckState checks={state.checks} />}
      {state.checks.state === "failed" && <Button size="sm" kind="ghost" onClick={onCheckAgain}>Check again</Button>}
      <span
        role="status"
        className={cx("min-w-0 flex-1 truncate", isLive(state, dirty) && "font-medium text-ok-ink")}
      >
        {saveWords(state, dirty)}
      </span>
      <span className="tabular hidden text-ink-3 md:inline">Line {place.line}, column {place.column}</span>
      {!readOnly && <Keys />}
    </footer>
  );
}

function CheckState({ checks }: { checks: Checks }) {
  const { icon: Icon, ink, words, spin } = lookOf(checks);
  return (
    <span
      role="status"
      data-checks={checks.state}
      className={cx("inline-flex min-w-0 items-center gap-1.5", ink, checks.state !== "failed" && "shrink-0")}
    >
      <Icon size={14} className={cx("shrink-0", spin && "animate-spin")} aria-hidden />
      <span className="truncate">{words}</span>
    </span>
  );
}

function lookOf({ state, diagnostics, failure }: Checks) {
  const count = diagnostics.length;
  if (state === "none") return { icon: CircleDashed, ink: "", words: "Not checked yet", spin: false };
  if (state === "checking") return { icon: LoaderCircle, ink: "", words: "Checking…", spin: true };
  if (state === "failed") {
    const words = failure?.offline
      ? "Checked when the server is back"
      : `Not checked: ${failure?.message ?? "no answer"}`;
    return { icon: CircleDashed, ink: "text-warn-ink", words, spin: false };
  }
  return count === 0
    ? { icon: CircleCheck, ink: "text-ok-ink", words: "No problems", spin: false }
    : { icon: CircleAlert, ink: "text-bad-ink", words: count === 1 ? "1 problem" : `${count} problems`, spin: false };
}

function isLive({ saving, outcome }: EditorState, dirty: boolean): boolean {
  return !saving && !dirty && outcome?.answer.state === "live";
}

function saveWords({ saving, outcome }: EditorState, dirty: boolean): string {
  if (saving) return "Saving…";
  if (dirty || !outcome) return "";
  const { state } = outcome.answer;
  if (state === "live") return `Live in ${duration(outcome.ms)}`;
  if (state === "needs_grant") return "Saved, waits for a grant";
  if (state === "faulty") return "Saved with problems";
  return "Saved";
}

const KEYS: [keys: string, words: string][] = [
  ["Mod+S", "Save"],
  ["Mod+Enter", "Test, and run the test"],
  ["Mod+F", "Find and replace"],
  ["Ctrl+Space", "Complete"],
  ["F8", "Next problem"],
  ["Escape", "Leave the text, then Tab goes on"],
  ["Tab", "Indent"],
];

function Keys() {
  return (
    <Popover
      label="Keys"
      trigger={<IconButton size="sm" label="Keys" icon={<Keyboard size={15} aria-hidden />} />}
      side="top"
    >
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-3 gap-y-1.5 p-1 text-13">
        {KEYS.map(([keys, words]) => (
          <div key={keys} className="contents">
            <dt>
              <Kbd keys={keys} />
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </Popover>
  );
}
