import { useState } from "react";
import { Button, Dialog, ErrorState, toast } from "@bulkhead/kit";
import { RpcFailure, useCockpit } from "@bulkhead/ui";
import { RUN_STATES, type RunFilter } from "../../state/runs/run_filter.ts";
import { useRunCounts } from "../data/runs.ts";

export type BulkAction = "cancel" | "resume";

/** In which states a run can be cancelled, or told to go on. */
export const BULK_STATES: Record<BulkAction, string[]> = {
  cancel: RUN_STATES.filter((state) => !["failed", "succeeded", "cancelled"].includes(state)),
  resume: ["failed", "paused"],
};

export interface BulkDialogProps {
  action: BulkAction;
  filter: RunFilter;
  onClose(): void;
  onDone(): void;
}

/** Cancels or retries all runs that the filter shows; says first how many that are. */
export function BulkDialog({ action, filter, onClose, onDone }: BulkDialogProps) {
  const { rpc } = useCockpit();
  const states = (filter.state ?? RUN_STATES).filter((state) => BULK_STATES[action].includes(state));
  const counts = useRunCounts(filter).data;
  const count = (counts?.items ?? []).reduce((sum, item) => states.includes(item.state) ? sum + item.count : sum, 0);
  const [progress, setProgress] = useState<number>();
  const [failure, setFailure] = useState<RpcFailure>();
  // Runs that begin while somebody reads this are not meant.
  const [until] = useState(() => new Date().toISOString());
  const runs = count === 1 ? "1 run" : `${count.toLocaleString()} runs`;
  const words = action === "cancel"
    ? { title: `Cancel ${runs}?`, button: `Cancel ${runs}`, done: "cancelled" }
    : { title: `Retry ${runs}?`, button: `Retry ${runs}`, done: "told to go on" };
  const act = async () => {
    setFailure(undefined);
    let done = 0;
    let failed = 0;
    let cleaning = 0;
    try {
      for (;;) {
        setProgress(done);
        const answer = await rpc.call<{ done: number; failed: number; cleaningUp?: number; more: boolean }>(
          `host.workflow.runs.${action}`,
          { ...filter, state: states, until },
          { timeoutMs: 120_000 },
        );
        done += answer.done;
        failed += answer.failed;
        cleaning += answer.cleaningUp ?? 0;
        // Those that failed would be found again and again.
        if (!answer.more || answer.done === 0) break;
      }
      toast({
        tone: failed > 0 ? "bad" : "ok",
        title: `${done.toLocaleString()} ${done === 1 ? "run" : "runs"} ${words.done}`,
        description: [
          ...(cleaning > 0 ? [`${cleaning.toLocaleString()} still ${cleaning === 1 ? "cleans" : "clean"} up.`] : []),
          ...(failed > 0 ? [`${failed.toLocaleString()} could not be.`] : []),
        ].join(" ") || undefined,
      });
      onDone();
      onClose();
    } catch (error) {
      setFailure(RpcFailure.wrap(error));
    } finally {
      setProgress(undefined);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title}
      description={action === "cancel"
        ? "What is under way stops, and their scripts may clean up before they end. What they have done stays done, and a cancelled run can only be replayed from the start or from a step."
        : "Each goes on at the step that failed, on the version on which it began. What it has done is not done again."}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>Leave them</Button>
          <Button
            kind={action === "cancel" ? "danger" : "primary"}
            busy={progress !== undefined}
            disabled={count === 0}
            onClick={() => void act()}
          >
            {progress ? `${progress.toLocaleString()} done` : words.button}
          </Button>
        </>
      }
    >
      {failure && <ErrorState inline title="Not all were reached" message={failure.message} hint={failure.hint} />}
    </Dialog>
  );
}
