import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { cx, IconButton, lookOf, SearchField, Select, StateIcon } from "@bulkhead/kit";
import {
  RUN_SPANS,
  RUN_STATES,
  type RunFilter,
  type RunsSearch,
  toggleWord,
  TRIGGERS,
  wordsOf,
} from "../../state/runs/run_filter.ts";
import { useRunCounts } from "../data/runs.ts";

export interface RunFiltersProps {
  search: RunsSearch;
  filter: RunFilter;
  /** Names to choose from; without them the list is of one workflow. */
  workflows?: string[];
  onChange(next: RunsSearch): void;
}

/** What narrows a list of runs: states with their numbers, then words, what began them, and since when. */
export function RunFilters({ search, filter, workflows, onChange }: RunFiltersProps) {
  const set = (change: RunsSearch) => onChange({ ...search, ...change });
  const { state, trigger, since, text, workflow } = search;
  const narrowed = state || trigger || since || text || (workflows && workflow);
  return (
    <div className="flex shrink-0 flex-col gap-2 border-b border-line px-4 py-2 md:px-6">
      <StateChips filter={filter} chosen={state} onToggle={(word) => set({ state: toggleWord(state, word) })} />
      <div className="flex flex-wrap items-center gap-2">
        <Words value={text} onChange={(next) => set({ text: next })} />
        {workflows && (
          <Select
            label="Workflow"
            value={workflow ?? ""}
            placeholder="All workflows"
            options={[
              { value: "", label: "All workflows" },
              ...workflows.map((name) => ({ value: name, label: name })),
            ]}
            onChange={(next) => set({ workflow: next || undefined })}
            className="max-w-56 max-md:flex-1"
          />
        )}
        <Select
          label="Began by"
          value={trigger ?? ""}
          placeholder="Began by anything"
          options={[{ value: "", label: "Began by anything" }, ...TRIGGERS]}
          onChange={(next) => set({ trigger: next || undefined })}
          className="max-md:flex-1"
        />
        <Select
          label="Since"
          value={since ?? ""}
          placeholder="Any time"
          options={RUN_SPANS}
          onChange={(next) => set({ since: next || undefined })}
          className="max-md:flex-1"
        />
        {narrowed && (
          <IconButton
            label="Clear the filters"
            icon={<X size={15} aria-hidden />}
            onClick={() => onChange({})}
          />
        )}
      </div>
    </div>
  );
}

function StateChips(
  { filter, chosen, onToggle }: { filter: RunFilter; chosen?: string; onToggle(state: string): void },
) {
  const { data } = useRunCounts(filter);
  const counts = new Map((data?.items ?? []).map(({ state, count }) => [state, count]));
  const on = wordsOf(chosen);
  return (
    <div
      role="group"
      aria-label="States"
      className="-mx-1 flex gap-1 overflow-x-auto px-1 py-0.5 [scrollbar-width:none]"
    >
      {RUN_STATES.map((state) => {
        const count = counts.get(state) ?? 0;
        const pressed = on.includes(state);
        return (
          <button
            key={state}
            type="button"
            aria-pressed={pressed}
            onClick={() => onToggle(state)}
            className={cx(
              "ring-in inline-flex h-7 shrink-0 items-center gap-1.5 rounded-pill border px-2.5 text-12 font-medium max-md:h-9",
              pressed ? "border-accent bg-accent-soft text-ink" : "border-line text-ink-2 hover:bg-hover",
            )}
          >
            <span aria-hidden>
              <StateIcon state={state} size={13} />
            </span>
            {lookOf(state).word}
            <span className="tabular font-normal text-ink-3">
              {data && count >= data.most ? `${data.most.toLocaleString()}+` : count.toLocaleString()}
            </span>
          </button>
        );
      })}
    </div>
  );
}

/** Asks once somebody has stopped typing. */
function Words({ value = "", onChange }: { value?: string; onChange(value: string | undefined): void }) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  // Changed elsewhere: by a link, or by clearing.
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onChange(typed.trim() || undefined), 300);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <SearchField
      aria-label="Id or words of an error"
      placeholder="Id or words of an error"
      spellCheck={false}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      className="w-64 max-md:w-full"
    />
  );
}
