import { Link } from "@tanstack/react-router";
import { Pencil, RotateCw, Trash2 } from "lucide-react";
import { useState } from "react";
import {
  Button,
  buttonClass,
  Dialog,
  ErrorState,
  Facts,
  Notice,
  PaneHeader,
  RelativeTime,
  SkeletonRows,
  toast,
} from "@bulkhead/kit";
import { RpcFailure, useCall, useRpc, useRpcCache } from "@bulkhead/ui";
import type { DeadLetterInfo } from "../../state/events/wire.ts";
import { words } from "../data/plugins.ts";
import { EditDialog } from "./edit_dialog.tsx";
import { EventData } from "./event_detail.tsx";

/** One dead letter: why, what it holds, and what can be done with it. */
export function DeadLetterDetail({ id, onClose }: { id: number; onClose(): void }) {
  const { data: letter, error, isPending, refetch } = useRpc<DeadLetterInfo>("host.event.deadLetter.get", { id });
  return (
    <>
      <PaneHeader title={letter?.event.type ?? "Dead letter"} onClose={onClose} />
      <div className="scroll-y flex min-h-0 flex-1 flex-col gap-6 p-4">
        {isPending && <SkeletonRows count={6} />}
        {error && (
          <ErrorState
            title={error.code === -32004 ? "It is not here any more" : "This dead letter could not be read"}
            message={error.message}
            hint={error.hint}
            traceId={error.traceId}
            onRetry={() => void refetch()}
          />
        )}
        {letter && <Body letter={letter} onClose={onClose} />}
      </div>
    </>
  );
}

function Body({ letter, onClose }: { letter: DeadLetterInfo; onClose(): void }) {
  const { event, consumer, attempts, error, time, hidden, replacedBy } = letter;
  const [asking, setAsking] = useState<"edit" | "drop">();
  const { replay, drop, replaying } = useLetterActions(letter, onClose);
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button
          kind="primary"
          busy={replaying}
          icon={<RotateCw size={14} aria-hidden />}
          onClick={() => void replay()}
        >
          Replay
        </Button>
        {replacedBy === undefined && (
          <Button
            icon={<Pencil size={14} aria-hidden />}
            disabled={hidden}
            title={hidden ? "What it holds is for its audience only" : undefined}
            onClick={() => setAsking("edit")}
          >
            Edit and replay
          </Button>
        )}
        <Button kind="ghost" icon={<Trash2 size={14} aria-hidden />} onClick={() => setAsking("drop")}>Drop</Button>
      </div>
      {replacedBy !== undefined && (
        <Notice
          title="An edited event stands in for it"
          action={
            <Link
              to={"/events/log" as never}
              search={{ types: event.type, seq: replacedBy } as never}
              className={buttonClass("secondary", "sm")}
            >
              See it
            </Link>
          }
        >
          This one is kept so that one can see what it was.
        </Notice>
      )}
      <div>
        <p className="text-13 font-medium text-bad-ink wrap-anywhere">{error}</p>
        <p className="mt-1 text-12 text-ink-3">
          {attempts} attempts, the last <RelativeTime at={time} />
        </p>
      </div>
      <Facts
        items={[
          {
            name: "Consumer",
            value: (
              <Link
                to={"/events/consumers" as never}
                search={{ consumer } as never}
                className="rounded-sm text-accent-ink hover:underline"
              >
                {consumer}
              </Link>
            ),
          },
          { name: "By", value: <code className="font-mono text-12">{event.source}</code> },
          ...(event.subject
            ? [{ name: "Subject", value: <code className="font-mono text-12">{event.subject}</code> }]
            : []),
          { name: "Published", value: <RelativeTime at={event.time} /> },
          { name: "Position", value: <span className="tabular">{event.seq}</span> },
        ]}
      />
      <EventData event={event} hidden={hidden} />
      {asking === "edit" && <EditDialog letter={letter} onClose={() => setAsking(undefined)} />}
      <Dialog
        open={asking === "drop"}
        onClose={() => setAsking(undefined)}
        title="Drop this dead letter?"
        description={`${consumer} never takes ${event.type} ${
          event.subject ? `of ${event.subject} ` : ""
        }then. The event itself stays in the log as long as others do.`}
        footer={
          <>
            <Button kind="ghost" onClick={() => setAsking(undefined)}>Keep it</Button>
            <Button kind="danger" onClick={() => void drop()}>Drop</Button>
          </>
        }
      />
    </>
  );
}

function useLetterActions({ id, consumer }: DeadLetterInfo, onClose: () => void) {
  const cache = useRpcCache();
  const replay = useCall<{ id: number }, unknown>("host.event.deadLetter.replay");
  const drop = useCall<{ id: number }, unknown>("host.event.deadLetter.drop");
  const run = async (call: typeof replay, done: string, failed: string) => {
    try {
      await call.mutateAsync({ id });
      toast({ tone: "ok", title: done });
      onClose();
    } catch (error) {
      toast({ tone: "bad", title: failed, description: words(RpcFailure.wrap(error)) });
      cache.refresh("host.event.deadLetter.get");
    } finally {
      cache.refresh("host.event.deadLetter.list");
      cache.refresh("host.event.stats");
    }
  };
  return {
    replay: () => run(replay, `${consumer} has taken it`, `${consumer} did not take it`),
    drop: () => run(drop, "The dead letter is dropped", "It could not be dropped"),
    replaying: replay.isPending,
  };
}
