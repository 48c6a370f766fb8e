import { Button, Dialog, ErrorState } from "@bulkhead/kit";
import { useCall } from "@bulkhead/ui";
import type { RunDetail } from "../../state/wire.ts";

export interface EndDialogProps {
  run: RunDetail;
  onClose(): void;
}

/** How many of the steps that are under way are named. */
const MOST = 5;

/** Asks before a run that is cleaning up is ended where it is, and says what is left undone then. */
export function EndDialog({ run, onClose }: EndDialogProps) {
  const cancel = useCall<{ id: string; force: true }, unknown>("host.workflow.cancel");
  const open = run.steps.filter(({ endedAt, state }) => !endedAt && state !== "succeeded" && state !== "failed");
  const more = open.length - MOST;
  return (
    <Dialog
      open
      onClose={onClose}
      title="End this run now?"
      description="Its script is still cleaning up. It stops where it is: what it still has to take back or to finish is not done. What it has done stays done."
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>Let it clean up</Button>
          <Button
            kind="danger"
            busy={cancel.isPending}
            onClick={() => cancel.mutate({ id: run.id, force: true }, { onSuccess: onClose })}
          >
            End now
          </Button>
        </>
      }
    >
      {(open.length > 0 || cancel.error) && (
        <div className="flex flex-col gap-3">
          {open.length > 0 && (
            <section className="text-13 text-ink-2">
              <h3 className="font-medium text-ink">Under way, and left so</h3>
              <ul className="mt-1 list-disc pl-5">
                {open.slice(0, MOST).map(({ id }) => <li key={id} className="wrap-anywhere">{id}</li>)}
                {more > 0 && <li>{more} more</li>}
              </ul>
            </section>
          )}
          {cancel.error && (
            <ErrorState
              inline
              title="It could not be ended"
              message={cancel.error.message}
              hint={cancel.error.hint}
              traceId={cancel.error.traceId}
            />
          )}
        </div>
      )}
    </Dialog>
  );
}
