import { X } from "lucide-react";
import { IconButton, Select } from "@bulkhead/kit";
import { SPANS } from "../../events/search.ts";
import { Typed } from "../../events/log_filters.tsx";
import type { AuditSearch } from "./search.ts";

const OUTCOMES = [
  { value: "", label: "Any outcome" },
  { value: "allowed", label: "Done" },
  { value: "denied", label: "Denied" },
  { value: "failed", label: "Failed" },
];

export interface AuditFiltersProps {
  search: AuditSearch;
  people: { id: string; handle: string; name: string }[];
  onChange(next: AuditSearch): void;
}

/** What narrows the log: who, which method, what came of it, words, since when. */
export function AuditFilters({ search, people, onChange }: AuditFiltersProps) {
  const { who, method, outcome, text, since } = search;
  const set = (change: AuditSearch) => onChange({ ...search, ...change, entry: undefined });
  const known = people.some(({ handle, id }) => who === `@${handle}` || who === id);
  const persons = [
    { value: "", label: "Anybody" },
    ...people.map(({ handle, name }) => ({ value: `@${handle}`, label: name })),
    ...(who && !known ? [{ value: who, label: who }] : []),
  ];
  const spans = since && !SPANS.some((span) => span.value === since)
    ? [...SPANS, { value: since, label: new Date(since).toLocaleString() }]
    : SPANS;
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2 max-md:w-full max-md:flex-none">
      <Select
        label="Who"
        placeholder="Anybody"
        value={personValue(who, people)}
        options={persons}
        onChange={(next) => set({ who: next || undefined })}
        className="max-md:w-full md:max-w-44"
      />
      <Typed
        label="Method"
        hint="Method"
        value={method}
        onChange={(next) => set({ method: next })}
        className="font-mono text-12 md:w-48"
      />
      <Select
        label="Outcome"
        placeholder="Any outcome"
        value={outcome ?? ""}
        options={OUTCOMES}
        onChange={(next) => set({ outcome: (next || undefined) as AuditSearch["outcome"] })}
        className="max-md:w-full"
      />
      <Typed
        words
        label="Words"
        hint="Words"
        value={text}
        onChange={(next) => set({ text: next })}
        className="md:w-36"
      />
      <Select
        label="Since"
        placeholder="Any time"
        value={since ?? ""}
        options={spans}
        onChange={(next) => set({ since: next || undefined })}
        className="max-md:w-full"
      />
      {(who || method || outcome || text || since) && (
        <IconButton
          label="Clear the filters"
          icon={<X size={15} aria-hidden />}
          onClick={() => onChange({})}
        />
      )}
    </div>
  );
}

function personValue(who: string | undefined, people: AuditFiltersProps["people"]): string {
  const person = people.find(({ id, handle }) => id === who || `@${handle}` === who);
  return person ? `@${person.handle}` : who ?? "";
}
