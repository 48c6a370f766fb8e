import {
  Ban,
  CircleCheck,
  Flag,
  GitBranch,
  GitFork,
  Hourglass,
  type LucideIcon,
  Moon,
  Play,
  Plug,
  Radio,
  Repeat,
  Send,
  ShieldAlert,
  SquareCode,
  UserCheck,
  Workflow,
} from "lucide-react";
import { cx } from "@bulkhead/kit";
import type { PlacedNode } from "../../state/runs/graph_layout.ts";
import type { GraphNode } from "../../state/wire.ts";

const ICONS: Record<string, LucideIcon> = {
  trigger: Play,
  call: Plug,
  step: SquareCode,
  sleep: Moon,
  wait: Hourglass,
  publish: Send,
  signal: Radio,
  approve: UserCheck,
  invoke: Workflow,
  return: CircleCheck,
  throw: Ban,
  end: Flag,
  branch: GitBranch,
  loop: Repeat,
  parallel: GitFork,
  try: ShieldAlert,
};

/** One part of the script with its numbers. */
export function NodeBox({ placed, chosen, onChoose }: { placed: PlacedNode; chosen: boolean; onChoose(): void }) {
  const { node, x, y, width, height } = placed;
  const Icon = ICONS[node.kind] ?? SquareCode;
  const quiet = node.kind === "return" || node.kind === "throw" || node.kind === "end";
  return (
    <button
      type="button"
      data-node={node.label}
      aria-pressed={chosen}
      onClick={onChoose}
      style={{ left: x, top: y, width, height }}
      className={cx(
        "ring-in absolute flex flex-col justify-center gap-0.5 rounded-card border px-3 text-left",
        chosen ? "border-accent bg-accent-soft" : "border-line-strong hover:bg-hover",
        !chosen && (quiet ? "border-dashed bg-canvas" : "bg-raised"),
        node.kind === "trigger" && "rounded-pill px-4",
      )}
    >
      <span className="flex min-w-0 items-center gap-2">
        <Icon size={14} className="shrink-0 text-ink-3" aria-hidden />
        <span className="min-w-0 truncate text-13 font-medium" title={node.label}>{node.label}</span>
      </span>
      <span className="tabular flex gap-2.5 pl-[22px] text-[11px] text-ink-3">
        <Numbers node={node} />
      </span>
    </button>
  );
}

function Numbers({ node }: { node: GraphNode }) {
  const { runs, failed, active, shared, kind } = node;
  if (kind === "return" || kind === "throw") return <span>in this case</span>;
  if (runs === 0) return <span>not reached</span>;
  return (
    <>
      <span title={shared ? "Together with another part of the same name" : undefined}>
        {runs.toLocaleString()}
        {shared && "*"} {runs === 1 ? "run" : "runs"}
      </span>
      {active > 0 && <span className="font-medium text-accent-ink">{active.toLocaleString()} now</span>}
      {failed > 0 && <span className="font-medium text-bad-ink">{failed.toLocaleString()} failed</span>}
    </>
  );
}

/** A branch, a loop, a try: what stands in it belongs together. */
export function GroupBox({ placed }: { placed: PlacedNode }) {
  const { node, x, y, width, height, lanes } = placed;
  const Icon = ICONS[node.kind] ?? GitBranch;
  return (
    <div
      style={{ left: x, top: y, width, height }}
      className="absolute rounded-card border border-dashed border-line-strong bg-hover/50"
    >
      <p className="flex h-[26px] items-center gap-1.5 px-3 pt-1.5 text-12 text-ink-2">
        <Icon size={12} className="shrink-0" aria-hidden />
        <code className="min-w-0 truncate font-mono text-[11px]" title={node.label}>{node.label}</code>
      </p>
      {lanes.filter(({ name }) => name !== "" && name !== "try").map((lane) => (
        <span
          key={lane.name}
          style={{ left: lane.x - x, top: lane.y - y - 4, width: lane.width }}
          className="absolute truncate text-center font-mono text-[11px] text-ink-2"
        >
          {lane.name}
        </span>
      ))}
    </div>
  );
}
