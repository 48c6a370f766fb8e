import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { cx, PaneHeader, rowClass, SkeletonRows } from "@bulkhead/kit";
import { useRpc } from "@bulkhead/ui";

interface Branch {
  name: string;
  count: number;
  errors: number;
  children: boolean;
}

export interface SourceTreeProps {
  chosen?: string;
  onChoose(source: string | undefined): void;
}

/** Where lines come from, as a tree of dotted names with their counts. */
export function SourceTree({ chosen, onChoose }: SourceTreeProps) {
  return (
    <>
      <PaneHeader title="Sources" />
      <nav aria-label="Sources" className="scroll-y min-h-0 flex-1 px-2 py-2">
        <button
          type="button"
          onClick={() => onChoose(undefined)}
          aria-current={chosen ? undefined : "true"}
          className={rowClass({ selected: !chosen, dense: true })}
        >
          <span className="w-4" />
          Everything
        </button>
        <Branches chosen={chosen} onChoose={onChoose} depth={0} />
      </nav>
    </>
  );
}

function Branches({ prefix, chosen, onChoose, depth }: SourceTreeProps & { prefix?: string; depth: number }) {
  const { data, isPending } = useRpc<{ items: Branch[] }>("host.log.tree", prefix ? { prefix } : {});
  if (isPending && depth === 0) return <SkeletonRows count={5} />;
  return data?.items.map((branch) => (
    <BranchRow key={branch.name} branch={branch} chosen={chosen} onChoose={onChoose} depth={depth} />
  ));
}

function BranchRow({ branch, chosen, onChoose, depth }: SourceTreeProps & { branch: Branch; depth: number }) {
  const [open, setOpen] = useState(chosen?.startsWith(`${branch.name}.`) ?? false);
  const selected = chosen === branch.name;
  return (
    <>
      <div className="flex items-center" style={{ paddingLeft: depth * 14 }}>
        {branch.children
          ? (
            <button
              type="button"
              aria-label={`${open ? "Close" : "Open"} ${branch.name}`}
              aria-expanded={open}
              onClick={() => setOpen(!open)}
              className="inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-3 hover:bg-hover"
            >
              <ChevronRight size={14} className={open ? "rotate-90" : undefined} aria-hidden />
            </button>
          )
          : <span className="w-6 shrink-0" />}
        <button
          type="button"
          onClick={() => onChoose(branch.name)}
          aria-current={selected ? "true" : undefined}
          className={cx(rowClass({ selected, dense: true }), "pl-1")}
        >
          <span className="min-w-0 flex-1 truncate">{branch.name.split(".").at(-1)}</span>
          {branch.errors > 0 && <span className="tabular shrink-0 text-12 text-bad-ink">{branch.errors} errors</span>}
          <span className="tabular shrink-0 text-12 text-ink-3">{branch.count}</span>
        </button>
      </div>
      {open && <Branches prefix={branch.name} chosen={chosen} onChoose={onChoose} depth={depth + 1} />}
    </>
  );
}
