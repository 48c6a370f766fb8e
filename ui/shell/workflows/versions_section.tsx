import { Link } from "@tanstack/react-router";
import { FastForward } from "lucide-react";
import { useState } from "react";
import { Badge, Button, RelativeTime, Section, Table } from "@bulkhead/kit";
import { useRpc } from "@bulkhead/ui";
import type { VersionInfo } from "../../state/wire.ts";
import { MoveDialog } from "./move_dialog.tsx";
import { workflowPath } from "./words.ts";

const STATE_WORDS = { live: "Live", pending: "Waits for an owner", earlier: "Earlier" };
const SHOWN = 8;

/** The versions that are kept: which one takes what begins, and how many runs end on each. */
export function VersionsSection({ name }: { name: string }) {
  const { data } = useRpc<{ items: VersionInfo[] }>("host.workflow.versions", { name });
  const [moving, setMoving] = useState<number>();
  if (!data || data.items.length === 0) return null;
  const isLive = data.items.some(({ state }) => state === "live");
  const outdated = data.items.reduce((sum, { state, open }) => state === "live" ? sum : sum + open, 0);
  return (
    <Section
      title="Versions"
      action={isLive && outdated > 0 && (
        <Button
          size="sm"
          icon={<FastForward size={13} aria-hidden />}
          onClick={() => setMoving(outdated)}
        >
          {outdated === 1
            ? "Move 1 run to the live version"
            : `Move ${outdated.toLocaleString()} runs to the live version`}
        </Button>
      )}
    >
      {moving !== undefined && <MoveDialog workflow={name} count={moving} onClose={() => setMoving(undefined)} />}
      <Table
        label="Versions"
        rows={data.items.slice(0, SHOWN)}
        rowKey={(version) => version.hash}
        columns={[
          {
            key: "hash",
            title: "Version",
            render: (version) => (
              <Link
                to={workflowPath(name, "source") as never}
                search={(version.state === "live" ? {} : { hash: version.hash }) as never}
                className="rounded-sm font-mono text-12 text-accent-ink hover:underline"
              >
                {version.hash.slice(0, 12)}
              </Link>
            ),
          },
          {
            key: "state",
            title: "State",
            render: ({ state }) => (
              <Badge tone={state === "live" ? "ok" : state === "pending" ? "warn" : "neutral"}>
                {STATE_WORDS[state]}
              </Badge>
            ),
          },
          { key: "open", title: "Open runs", align: "right", render: ({ open }) => number(open) },
          { key: "runs", title: "Runs", align: "right", wide: true, render: ({ runs }) => number(runs) },
          {
            key: "at",
            title: "Taken up",
            align: "right",
            render: ({ createdAt }) => <RelativeTime at={createdAt} className="text-12 text-ink-3" />,
          },
        ]}
      />
    </Section>
  );
}

function number(count: number) {
  return <span className={`tabular ${count === 0 ? "text-ink-3" : ""}`}>{count.toLocaleString()}</span>;
}
