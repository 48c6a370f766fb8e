import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { cx, IconButton, Input, SearchField, Select } from "@bulkhead/kit";
import { type EventsSearch, SPANS } from "./search.ts";

export interface LogFiltersProps {
  search: EventsSearch;
  onChange(next: EventsSearch): void;
}

/** What narrows the log: types, who published, what about, words, since when. */
export function LogFilters({ search, onChange }: LogFiltersProps) {
  const { types, source, subject, text, since } = search;
  const set = (change: EventsSearch) => onChange({ ...search, ...change, seq: undefined });
  const spans = since && !SPANS.some((span) => span.value === since)
    ? [...SPANS, { value: since, label: new Date(since).toLocaleString() }]
    : SPANS;
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2 max-md:order-last max-md:w-full max-md:flex-none">
      <Typed
        label="Types"
        hint="Types: chat.**"
        value={types}
        onChange={(next) => set({ types: next })}
        className="font-mono text-12 md:w-52"
      />
      <Typed
        label="Source"
        hint="Source"
        value={source}
        onChange={(next) => set({ source: next })}
        className="md:w-32"
      />
      <Typed
        label="Subject"
        hint="Subject"
        value={subject}
        onChange={(next) => set({ subject: next })}
        className="md:w-32"
      />
      <Typed
        words
        label="Words"
        hint="Words"
        value={text}
        onChange={(next) => set({ text: next })}
        className="md:w-40"
      />
      <Select
        label="Since"
        value={since ?? ""}
        placeholder="Any time"
        options={spans}
        onChange={(next) => set({ since: next || undefined })}
        className="max-md:w-full"
      />
      {(types || source || subject || text || since) && (
        <IconButton
          label="Clear the filters"
          icon={<X size={15} aria-hidden />}
          onClick={() => onChange({})}
        />
      )}
    </div>
  );
}

interface TypedProps {
  label: string;
  hint: string;
  value: string | undefined;
  words?: boolean;
  className: string;
  onChange(value: string | undefined): void;
}

/** Asks once somebody has stopped typing. */
export function Typed({ label, hint, value = "", words, className, onChange }: TypedProps) {
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
  const control = {
    "aria-label": label,
    placeholder: hint,
    value: typed,
    spellCheck: false,
    onChange: (event: { target: { value: string } }) => setTyped(event.target.value),
  };
  const classes = cx("max-md:w-full", className);
  return words ? <SearchField {...control} className={classes} /> : <Input {...control} className={classes} />;
}
