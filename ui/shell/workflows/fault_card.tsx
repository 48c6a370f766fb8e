import { CircleAlert } from "lucide-react";
import { Badge, CodeBlock } from "@bulkhead/kit";
import type { Diagnostic, WorkflowInfo } from "../../state/wire.ts";

/** What is wrong with a script, where, and what goes on meanwhile. */
export function FaultCard({ workflow }: { workflow: WorkflowInfo }) {
  const faults = workflow.diagnostics;
  if (faults.length === 0) return null;
  return (
    <section role="alert" className="flex flex-col gap-3 rounded-card border border-bad/40 bg-bad-soft p-4">
      <div className="flex gap-2.5">
        <CircleAlert size={16} className="mt-0.5 shrink-0 text-bad-ink" aria-hidden />
        <div>
          <h2 className="text-14 font-semibold">
            {faults.length === 1 ? "The saved file has a fault" : `The saved file has ${faults.length} faults`}
          </h2>
          <p className="text-13 text-ink-2">
            {workflow.lastGood
              ? "The last good version goes on running. Save a mended file and it is taken up within a second."
              : "It does not run until the file is mended. Save it and it is taken up within a second."}
          </p>
        </div>
      </div>
      {faults.map((fault, index) => <Fault key={index} fault={fault} />)}
    </section>
  );
}

const FAULT_WORDS: Record<string, string> = {
  syntax: "Syntax",
  type: "Type",
  load: "Threw while loading",
  manifest: "Options",
};

/** What kind of fault it is, in a word or two. */
export function faultKind({ kind }: Diagnostic): string {
  return FAULT_WORDS[kind] ?? kind;
}

function Fault({ fault }: { fault: Diagnostic }) {
  return (
    <div className="flex flex-col gap-1.5">
      <p className="flex flex-wrap items-center gap-x-2 text-13">
        <code className="font-mono text-12">{fault.file.split("/").at(-1)}:{fault.line}:{fault.column}</code>
        <Badge>{faultKind(fault)}</Badge>
      </p>
      <p className="text-13 wrap-anywhere">{fault.message}</p>
      {fault.source !== undefined && (
        <CodeBlock
          code={fault.source}
          firstLine={fault.line}
          markedLine={fault.line}
          label={`Line ${fault.line} of ${fault.file}`}
        />
      )}
    </div>
  );
}
