import { CircleAlert } from "lucide-react";
import { Badge } from "@bulkhead/kit";
import type { Diagnostic } from "../../../state/wire.ts";
import type { Place } from "../../../state/workflow_editor/positions.ts";
import { faultKind } from "../fault_card.tsx";

export interface ProblemListProps {
  problems: readonly Diagnostic[];
  /** File that is edited; a fault may be in one that it imports. */
  file: string;
  onGo(place: Place): void;
}

/** All that is wrong with the text; a click leads there. */
export function ProblemList({ problems, file, onGo }: ProblemListProps) {
  return (
    <ul
      aria-label="Problems"
      className="scroll-y max-h-[min(28vh,200px)] shrink-0 border-t border-line bg-surface py-1"
    >
      {problems.map((problem, index) => {
        const elsewhere = !isIn(problem, file);
        return (
          <li key={index}>
            <button
              type="button"
              disabled={elsewhere}
              onClick={() => onGo(problem)}
              className="ring-in flex min-h-8 w-full items-start gap-2 px-4 py-1.5 text-left text-13 enabled:hover:bg-hover"
            >
              <CircleAlert size={14} className="mt-0.5 shrink-0 text-bad-ink" aria-hidden />
              <span className="min-w-0 flex-1 wrap-anywhere">{problem.message}</span>
              <span className="hidden md:inline">
                <Badge>{faultKind(problem)}</Badge>
              </span>
              <code className="tabular w-16 shrink-0 text-right font-mono text-12 text-ink-3">
                {elsewhere ? `${problem.file.split("/").at(-1)}:${problem.line}` : `${problem.line}:${problem.column}`}
              </code>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** Is the fault in this very text? */
export function isIn(problem: Diagnostic, file: string): boolean {
  return !file || problem.file === "" || problem.file.split("/").at(-1) === file.split("/").at(-1);
}
