import { Link } from "@tanstack/react-router";
import { FileCode } from "lucide-react";
import { workflowPath } from "./words.ts";

/** A place in the script, `line:column`, as a link to the source of the version that was meant. */
export function SourceLink({ name, hash, at, line }: { name: string; hash?: string; at?: string; line?: number }) {
  const row = line ?? Number(at?.split(":")[0]);
  if (!Number.isInteger(row)) return null;
  return (
    <Link
      to={workflowPath(name, "source") as never}
      search={{ line: row, ...(hash ? { hash } : {}) } as never}
      className="ring-in inline-flex items-center gap-1 rounded-sm text-12 text-accent-ink underline-offset-2 hover:underline"
    >
      <FileCode size={13} aria-hidden />
      Line {row}
    </Link>
  );
}
