import { Ban, Ellipsis, GitBranch, OctagonX, Pause, Play, RotateCcw } from "lucide-react";
import { Button, IconButton, Menu, MenuItem, toast } from "@bulkhead/kit";
import { type RpcFailure, useCall } from "@bulkhead/ui";
import { hasEnded } from "../../state/run_list.ts";
import type { RunDetail } from "../../state/wire.ts";
import { words } from "../data/plugins.ts";

export interface RunActionsProps {
  run: RunDetail;
  onReplay(): void;
  /** From the step that failed on. */
  onRerun(step: string): void;
  /** Ends it although it is still cleaning up. */
  onEnd(): void;
}

/** What can be done with a run now; the likeliest stands last, the others in a menu where there is no room. */
export function RunActions({ run, onReplay, onRerun, onEnd }: RunActionsProps) {
  const cancel = useCall<{ id: string }, unknown>("host.workflow.cancel");
  const pause = useCall<{ id: string }, unknown>("host.workflow.pause");
  const resume = useCall<{ id: string }, unknown>("host.workflow.resume");
  const act = (call: typeof cancel, title: string) =>
    call.mutate({ id: run.id }, {
      onError: (failure: RpcFailure) => toast({ tone: "bad", title, description: words(failure) }),
    });
  const ended = hasEnded(run);
  const failed = run.steps.findLast((step) => step.state === "failed");
  // Of a long history only the first steps are here; the error names its step.
  const from = run.state === "failed" ? run.error?.step ?? failed?.id : undefined;
  const actions = [
    ...(ended ? [{ label: "Replay", icon: RotateCcw, busy: false, run: onReplay }] : []),
    ...(from !== undefined
      ? [{ label: `Rerun from ${from}`, icon: GitBranch, busy: false, run: () => onRerun(from) }]
      : []),
    ...(!ended && run.state !== "paused"
      ? [{ label: "Pause", icon: Pause, busy: pause.isPending, run: () => act(pause, "The run could not be paused") }]
      : []),
    // A second cancel would end it where it is: that is asked for in words.
    ...(!ended && run.cleaningUpSince ? [{ label: "End now", icon: OctagonX, busy: false, run: onEnd }] : []),
    ...(!ended && !run.cleaningUpSince
      ? [{
        label: "Cancel",
        icon: Ban,
        busy: cancel.isPending,
        run: () => act(cancel, "The run could not be cancelled"),
      }]
      : []),
  ];
  const main = run.state === "failed"
    ? { label: "Retry", hint: "Goes on at the step that failed" }
    : run.state === "paused"
    ? { label: "Resume", hint: "Goes on where it is" }
    : undefined;
  return (
    <>
      <span className="flex items-center gap-1.5 max-lg:hidden">
        {actions.map(({ label, icon: Icon, busy, run: act }) => (
          <Button key={label} kind="ghost" icon={<Icon size={14} aria-hidden />} busy={busy} onClick={act}>
            <span className="max-w-56 truncate">{label}</span>
          </Button>
        ))}
      </span>
      {actions.length > 0 && (
        <span className="lg:hidden">
          <Menu trigger={<IconButton label="More" icon={<Ellipsis size={18} aria-hidden />} />}>
            {actions.map(({ label, icon: Icon, run: act }) => (
              <MenuItem key={label} icon={<Icon size={14} aria-hidden />} onSelect={act}>{label}</MenuItem>
            ))}
          </Menu>
        </span>
      )}
      {main && (
        <Button
          kind="primary"
          icon={<Play size={14} aria-hidden />}
          busy={resume.isPending}
          title={main.hint}
          onClick={() => act(resume, "The run could not go on")}
        >
          {main.label}
        </Button>
      )}
    </>
  );
}
