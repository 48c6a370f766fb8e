import { FastForward } from "lucide-react";
import { Button, Notice, toast } from "@bulkhead/kit";
import { type RpcFailure, useCall } from "@bulkhead/ui";
import type { Migration, RunDetail, StepDifference } from "../../state/wire.ts";
import { words } from "../data/plugins.ts";

export interface RunMigration {
  busy: boolean;
  /** At which step the live version differs from the journal, once that was tried. */
  difference?: StepDifference;
  start(): void;
}

/** Moves a run to the live version. Stands where the run is shown: a run that was moved is outdated no more. */
export function useMigration({ id }: RunDetail): RunMigration {
  const call = useCall<{ id: string }, Migration>("host.workflow.migrate");
  const mine = call.variables?.id === id;
  const start = () =>
    call.mutate({ id }, {
      onSuccess: ({ items: [answer] }) => {
        if (answer?.migrated) {
          toast({ tone: "ok", title: "The run is on the live version", description: "Nothing of it was done again." });
        } else if (!answer?.difference) {
          toast({ tone: "bad", title: "The run stays on its version", description: answer?.message });
        }
      },
      onError: (failure: RpcFailure) =>
        toast({ tone: "bad", title: "The run could not be moved", description: words(failure) }),
    });
  return {
    busy: mine && call.isPending,
    difference: mine ? call.data?.items[0]?.difference : undefined,
    start,
  };
}

/** That another version than that of the run is live, and the way to it. */
export function OutdatedNotice({ migration }: { migration: RunMigration }) {
  return (
    <Notice
      title="It runs an earlier version of the script"
      action={
        <Button
          size="sm"
          icon={<FastForward size={13} aria-hidden />}
          busy={migration.busy}
          onClick={migration.start}
        >
          Move to the live version
        </Button>
      }
    >
      What it has done stays; the rest follows the live version, if that fits what it has done.
    </Notice>
  );
}
