import { useState } from "react";
import { Button, Dialog, ErrorState, toast } from "@bulkhead/kit";
import { useCall } from "@bulkhead/ui";
import { JsonField, parseJson } from "./json_field.tsx";

/** Sends a run the signal for which it waits. */
export function SignalDialog({ run, name, onClose }: { run: string; name: string; onClose(): void }) {
  const call = useCall<{ id: string; name: string; data?: unknown }, unknown>("host.workflow.signal");
  const [text, setText] = useState("");
  const parsed = parseJson(text);
  const send = () =>
    call.mutate({ id: run, name, ...(parsed.value === undefined ? {} : { data: parsed.value }) }, {
      onSuccess: () => {
        toast({ tone: "ok", title: `The run has the signal ${name}` });
        onClose();
      },
    });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Send the signal ${name}`}
      description="The run takes it and goes on."
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>Cancel</Button>
          <Button kind="primary" busy={call.isPending} disabled={Boolean(parsed.problem)} onClick={send}>Send</Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <JsonField label="Data" hint="JSON; empty for none" text={text} rows={5} onChange={setText} />
        {call.error && (
          <ErrorState
            inline
            title="It was not sent"
            message={call.error.message}
            hint={call.error.hint}
          />
        )}
      </div>
    </Dialog>
  );
}
