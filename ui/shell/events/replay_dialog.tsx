import { useState } from "react";
import { Button, Dialog, ErrorState, Field, Input, RadioGroup, toast } from "@bulkhead/kit";
import { useCall } from "@bulkhead/ui";
import type { ConsumerInfo } from "../../state/events/wire.ts";
import { useConsumerActions } from "../data/events.ts";

type From = "hour" | "day" | "time" | "position";

/** Sends a consumer back to a position or a time. */
export function ReplayDialog({ consumer, onClose }: { consumer: ConsumerInfo; onClose(): void }) {
  const [from, setFrom] = useState<From>("hour");
  const [position, setPosition] = useState("");
  const [time, setTime] = useState("");
  const call = useCall<Record<string, unknown>, ConsumerInfo>("host.event.consumer.replay");
  const { put } = useConsumerActions();
  const problem = problemOf(from, { position, time }, consumer);
  const start = () => {
    if (problem) return;
    call.mutate({ name: consumer.name, ...paramsOf(from, { position, time }) }, {
      onSuccess: (next) => {
        put(next);
        toast({
          tone: "ok",
          title: `${consumer.name} goes back`,
          description: `${next.lag.toLocaleString()} events wait for it.`,
        });
        onClose();
      },
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Replay events for ${consumer.name}`}
      description="It takes them once more, as if it had not seen them: what it does then, it does again. Others are not concerned."
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>Cancel</Button>
          <Button kind="primary" busy={call.isPending} disabled={Boolean(problem)} onClick={start}>Replay</Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <RadioGroup
          label="From where"
          value={from}
          onChange={setFrom}
          options={[
            { value: "hour", label: "The last hour" },
            { value: "day", label: "The last day" },
            { value: "time", label: "From a time on" },
            { value: "position", label: "After a position in the log" },
          ]}
        />
        {from === "time" && (
          <Field label="Time" error={time ? problem : undefined}>
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                step={1}
                value={time}
                onChange={(event) => setTime(event.target.value)}
                className="max-w-60"
              />
            )}
          </Field>
        )}
        {from === "position" && (
          <Field
            label="Position"
            hint={`It stands at ${consumer.position}; 0 is the beginning.`}
            error={position ? problem : undefined}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={position}
                onChange={(event) => setPosition(event.target.value)}
                className="tabular max-w-40"
              />
            )}
          </Field>
        )}
        {call.error && (
          <ErrorState
            inline
            title="It was not sent back"
            message={call.error.message}
            hint={call.error.hint}
            traceId={call.error.traceId}
          />
        )}
      </div>
    </Dialog>
  );
}

interface Typed {
  position: string;
  time: string;
}

function problemOf(from: From, { position, time }: Typed, consumer: ConsumerInfo): string | undefined {
  if (from === "time") {
    if (Number.isNaN(Date.parse(time))) return "A date and a time are needed";
    return Date.parse(time) > Date.now() ? "That is still to come" : undefined;
  }
  if (from !== "position") return undefined;
  if (!/^\d+$/.test(position.trim())) return "A number of 0 or more is needed";
  return Number(position) > consumer.position ? `It stands at ${consumer.position} and can only go back` : undefined;
}

function paramsOf(from: From, { position, time }: Typed): { position: number } | { time: string } {
  if (from === "position") return { position: Number(position) };
  const at = from === "time" ? Date.parse(time) : Date.now() - (from === "hour" ? 3_600_000 : 86_400_000);
  return { time: new Date(at).toISOString() };
}
