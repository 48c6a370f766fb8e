import { ChevronRight, KeyRound } from "lucide-react";
import { useState } from "react";
import { cx } from "@bulkhead/kit";
import type { Schema } from "../../state/api/document.ts";
import { type SchemaLine, schemaLines } from "../../state/api/schema_view.ts";

export interface SchemaTreeProps {
  schema: Schema;
  components: Schema;
  label: string;
  /** Said when there is nothing to show. */
  none: string;
  /** What is answered or published: what may be missing is marked, where of params what is needed is. */
  given?: boolean;
}

/** A JSON Schema as a list of fields; what is nested is opened in place. */
export function SchemaTree({ schema, components, label, none, given = false }: SchemaTreeProps) {
  const lines = schemaLines(schema, components);
  if (lines.length === 0) return <p className="text-13 text-ink-2">{none}</p>;
  return <Lines lines={lines} label={label} depth={0} given={given} />;
}

interface LinesProps {
  lines: SchemaLine[];
  label: string;
  depth: number;
  given: boolean;
}

function Lines({ lines, label, depth, given }: LinesProps) {
  return (
    <ul aria-label={label} className={cx(depth > 0 && "ml-1.5 border-l border-line pl-4")}>
      {lines.map((line, index) => <Line key={`${index} ${line.name}`} line={line} depth={depth} given={given} />)}
    </ul>
  );
}

function Line({ line, depth, given }: { line: SchemaLine; depth: number; given: boolean }) {
  const [open, setOpen] = useState(false);
  const { name, type, required, description, limits, values, inner } = line;
  return (
    <li className="border-b border-line py-2 last:border-0">
      <div className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
        {name && <code dir="auto" className="font-mono text-13 font-medium wrap-anywhere">{name}</code>}
        <span className="font-mono text-12 text-ink-3">{type}</span>
        {!given && required && name && <span className="text-12 text-warn-ink">needed</span>}
        {given && !required && name && <span className="text-12 text-ink-3">may be missing</span>}
        {line.secret && (
          <span className="inline-flex items-center gap-1 text-12 text-ink-3">
            <KeyRound size={11} aria-hidden />never shown again
          </span>
        )}
      </div>
      {description && <p className="mt-0.5 max-w-[70ch] text-13 text-ink-2 wrap-anywhere">{description}</p>}
      {(limits.length > 0 || line.default !== undefined) && (
        <p className="mt-0.5 text-12 text-ink-3 wrap-anywhere">
          {[...limits, ...(line.default === undefined ? [] : [`default ${line.default}`])].join(" · ")}
        </p>
      )}
      {values.length > 0 && (
        <p className="mt-1 flex flex-wrap gap-1">
          {values.map((value) => (
            <code key={value} className="rounded-sm bg-active px-1.5 font-mono text-12 text-ink-2">{value}</code>
          ))}
        </p>
      )}
      {line.recursive && <p className="mt-0.5 text-12 text-ink-3">Holds the same again, as described above.</p>}
      {inner && (
        <>
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="ring-in mt-1 -ml-1 inline-flex min-h-6 items-center gap-1 rounded-control px-1 text-12 font-medium text-accent-ink hover:bg-hover"
          >
            <ChevronRight size={13} className={open ? "rotate-90" : undefined} aria-hidden />
            {open ? "Hide what is in it" : "Show what is in it"}
            <span className="sr-only">of {name || "it"}</span>
          </button>
          {open && <Lines lines={inner()} label={`Fields of ${name || "it"}`} depth={depth + 1} given={given} />}
        </>
      )}
    </li>
  );
}
