import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { cx, PaneHeader, rowClass, SkeletonRows } from "@bulkhead/kit";
import { type ApiGroup, searchApi } from "../../state/api/document.ts";
import { Typed } from "../events/log_filters.tsx";
import { groupTitle } from "./group_title.ts";

type Row = { kind: "group"; group: ApiGroup } | { kind: "method"; name: string; label: string; summary: string };

const GROUP_PX = 36;
const METHOD_PX = 32;
const TOUCH_PX = 48;

export interface MethodListProps {
  groups: readonly ApiGroup[] | undefined;
  chosen?: string;
  query: string;
  onQuery(query: string): void;
  onChoose(name: string): void;
}

/** The list at the left: plugins with their methods, narrowed by words of name and summary. */
export function MethodList({ groups, chosen, query, onQuery, onChoose }: MethodListProps) {
  const scroller = useRef<HTMLElement>(null);
  const rows = useMemo(() => rowsOf(searchApi(groups ?? [], query)), [groups, query]);
  const touch = matchMedia("(max-width: 767px)").matches;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => rows[index]!.kind === "group" ? GROUP_PX : touch ? TOUCH_PX : METHOD_PX,
    getItemKey: (index) => keyOf(rows[index]!),
    overscan: 12,
    paddingStart: 4,
    paddingEnd: 8,
    initialOffset: () => offsetOf(rows, chosen),
  });
  const found = rows.filter(({ kind }) => kind === "method").length;
  return (
    <>
      <PaneHeader title="API" actions={<span className="tabular pr-2 text-12 text-ink-3">{groups && found}</span>} />
      <div className="shrink-0 px-3 pt-3 pb-1">
        <Typed
          words
          label="Find a method"
          hint="Name or what it does"
          value={query}
          onChange={(q) => onQuery(q ?? "")}
          className="w-full"
        />
      </div>
      <nav ref={scroller} aria-label="Methods" className="scroll-y min-h-0 flex-1 px-2">
        {!groups && <SkeletonRows count={8} />}
        {groups && found === 0 && <p className="px-2 py-6 text-13 text-ink-2">Nothing fits these words.</p>}
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]!;
            const name = row.kind === "group" ? row.group.name : row.name;
            return (
              <div
                key={item.key}
                className="absolute inset-x-0 top-0"
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              >
                <button
                  type="button"
                  aria-current={chosen === name ? "page" : undefined}
                  title={row.kind === "method" ? row.summary : undefined}
                  onClick={() => onChoose(name)}
                  className={cx(
                    rowClass({ selected: chosen === name, dense: true }),
                    row.kind === "group" && "mt-1 text-12 font-semibold text-ink",
                  )}
                >
                  {row.kind === "group"
                    ? (
                      <>
                        <span className="min-w-0 flex-1 truncate">{groupTitle(row.group.name)}</span>
                        <span className="tabular font-normal text-ink-3">{row.group.methods.length}</span>
                      </>
                    )
                    : <code className="min-w-0 truncate font-mono text-12">{row.label}</code>}
                </button>
              </div>
            );
          })}
        </div>
      </nav>
    </>
  );
}

function rowsOf(groups: readonly ApiGroup[]): Row[] {
  return groups.flatMap((group): Row[] => [
    { kind: "group", group },
    ...group.methods.map(({ name, summary }) => ({
      kind: "method" as const,
      name,
      label: name.slice(group.name.length + 1),
      summary,
    })),
  ]);
}

function keyOf(row: Row): string {
  return row.kind === "group" ? row.group.name : row.name;
}

/** Where the chosen one is in the middle of the list. */
function offsetOf(rows: readonly Row[], chosen: string | undefined): number {
  let offset = 0;
  for (const row of rows) {
    if (keyOf(row) === chosen) return Math.max(0, offset - 240);
    offset += row.kind === "group" ? GROUP_PX : METHOD_PX;
  }
  return 0;
}
