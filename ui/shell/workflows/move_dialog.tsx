import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Button, Dialog, ErrorState, lookOf, StateIcon } from "@bulkhead/kit";
import { RpcFailure, useCockpit, useRpcCache } from "@bulkhead/ui";
import type { Migration } from "../../state/wire.ts";
import { runPath } from "./words.ts";

export interface MoveDialogProps {
  workflow: string;
  /** Open runs of earlier versions. */
  count: number;
  onClose(): void;
}

/** Of a long list so many are shown. */
const SHOWN = 100;

/** Moves all open runs of a workflow to its live version, and says of each whether it fits. */
export function MoveDialog({ workflow, count, onClose }: MoveDialogProps) {
  const { rpc } = useCockpit();
  const cache = useRpcCache();
  const [items, setItems] = useState<Migration["items"]>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<RpcFailure>();
  const move = async () => {
    setBusy(true);
    setFailure(undefined);
    const done: Migration["items"] = [];
    try {
      let after: string | undefined;
      for (;;) {
        const answer: Migration = await rpc.call<Migration>("host.workflow.migrate", { name: workflow, after }, {
          timeoutMs: 300_000,
        });
        done.push(...answer.items);
        setItems([...done]);
        after = answer.items.at(-1)?.id;
        if (answer.left === 0 || after === undefined) break;
      }
    } catch (error) {
      setFailure(RpcFailure.wrap(error));
    } finally {
      setBusy(false);
      cache.refresh("host.workflow.versions");
    }
  };
  const stay = items?.filter(({ migrated }) => !migrated) ?? [];
  const moved = (items?.length ?? 0) - stay.length;
  const over = items !== undefined && !busy && !failure;
  return (
    <Dialog
      open
      onClose={onClose}
      title={over ? result(moved, stay.length) : `Move ${runs(count)} to the live version?`}
      description={over
        ? stay.length > 0
          ? "Those that stay go on with the version on which they began: what they have done differs from what the live version asks for."
          : "What they have done stays done; the rest follows the live version."
        : "Each is replayed without effects first. It moves where the live version asks for what it has done; else it stays on its own."}
      footer={over ? <Button kind="primary" onClick={onClose}>Close</Button> : (
        <>
          <Button kind="ghost" onClick={onClose}>Leave them</Button>
          <Button kind="primary" busy={busy} onClick={() => void move()}>
            {busy && items ? `${items.length.toLocaleString()} looked at` : `Move ${runs(count)}`}
          </Button>
        </>
      )}
    >
      {failure && <ErrorState inline title="Not all were reached" message={failure.message} hint={failure.hint} />}
      {items && items.length > 0 && (
        <ul aria-label="Results" className="scroll-y max-h-72 rounded-card border border-line">
          {[
            ...stay,
            ...items.filter(({ migrated }) =>
              migrated
            ),
          ].slice(0, SHOWN).map((item) => (
            <li
              key={item.id}
              className="flex min-h-10 items-center gap-3 border-b border-line px-3 py-1.5 last:border-0"
            >
              <StateIcon state={item.migrated ? "succeeded" : "paused"} size={14} />
              <span className="min-w-0 flex-1">
                <Link
                  to={runPath({ name: workflow, id: item.id }) as never}
                  className="ring-in block truncate rounded-sm font-mono text-12 text-accent-ink hover:underline"
                >
                  {item.id}
                </Link>
                {item.message && <span className="block text-12 text-ink-2 wrap-anywhere">{item.message}</span>}
              </span>
              <span className="shrink-0 text-12 text-ink-3">
                {item.migrated ? `Moved, ${lookOf(item.state).word.toLowerCase()}` : "Stays"}
              </span>
            </li>
          ))}
          {items.length > SHOWN && (
            <li className="px-3 py-2 text-12 text-ink-3">{(items.length - SHOWN).toLocaleString()} more</li>
          )}
        </ul>
      )}
    </Dialog>
  );
}

function result(moved: number, stay: number): string {
  if (stay === 0) return moved === 0 ? "All runs are on the live version" : `${runs(moved)} moved`;
  return `${runs(moved)} moved, ${stay.toLocaleString()} ${stay === 1 ? "stays" : "stay"}`;
}

function runs(count: number): string {
  return count === 1 ? "1 run" : `${count.toLocaleString()} runs`;
}
