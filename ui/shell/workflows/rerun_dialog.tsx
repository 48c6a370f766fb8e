import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Button, Dialog, ErrorState, Select } from "@bulkhead/kit";
import { useCall } from "@bulkhead/ui";
import type { RunDetail } from "../../state/wire.ts";
import { JsonField, parseJson } from "./json_field.tsx";
import { runPath } from "./words.ts";

type Version = "same" | "live";

export interface RerunDialogProps {
  run: RunDetail;
  /** The step from which on it is done again; without it all is. */
  from?: string;
  version?: Version;
  onClose(): void;
}

/** Begins the run again, whole or from a step on, with its input or another one, on its version or the live one. */
export function RerunDialog({ run, from, version: preset, onClose }: RerunDialogProps) {
  const navigate = useNavigate();
  const call = useCall<object, { runId: string }>("host.workflow.replay");
  const before = run.event ? { data: run.event.data } : run.input;
  const [original] = useState(() => (before === undefined || before === null ? "" : JSON.stringify(before, null, 2)));
  const [text, setText] = useState(original);
  const [version, setVersion] = useState<Version>(preset ?? (from ? "same" : "live"));
  const parsed = parseJson(text);
  const edited = text !== original && !parsed.problem;
  const start = () =>
    call.mutate(
      { id: run.id, version, ...(from ? { from } : {}), ...(edited ? { input: parsed.value ?? null } : {}) },
      {
        onSuccess: ({ runId }) => {
          onClose();
          void navigate({ to: runPath({ name: run.name, id: runId }) as never });
        },
      },
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={from ? `Rerun from ${from}` : "Replay this run"}
      description={from
        ? "A new run takes over what ended before this step. This step and all that follows are done again, with effects."
        : "A new run does every step again, with effects."}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>Cancel</Button>
          <Button kind="primary" busy={call.isPending} disabled={Boolean(parsed.problem)} onClick={start}>
            {from ? "Rerun" : "Replay"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <JsonField
          label={run.event ? "Event" : "Input"}
          hint={run.event ? `Fields of ${run.event.type ?? "the event"} that the new run gets` : "JSON; empty for none"}
          text={text}
          onChange={setText}
        />
        <div className="flex flex-col gap-1.5">
          <span className="text-13 font-medium text-ink-2" aria-hidden>Version</span>
          <Select
            label="Version"
            value={version}
            options={[
              { value: "same", label: "The one of this run" },
              { value: "live", label: "The one that is live now" },
            ]}
            onChange={setVersion}
          />
          <p className="text-12 text-ink-3">
            {version === "same"
              ? "The new run has exactly the script that this one had."
              : from
              ? "Where the live script asks for something else than what was taken over, the new run pauses and says so."
              : "The new run does what the script says now."}
          </p>
        </div>
        {call.error && (
          <ErrorState
            inline
            title="It did not start"
            message={call.error.message}
            hint={call.error.hint}
            traceId={call.error.traceId}
          />
        )}
      </div>
    </Dialog>
  );
}
