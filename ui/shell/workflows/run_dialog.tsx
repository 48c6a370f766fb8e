import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Button, Dialog, ErrorState, Field, Textarea } from "@bulkhead/kit";
import { useCall } from "@bulkhead/ui";
import type { WorkflowInfo } from "../../state/wire.ts";

/** Starts a workflow by hand, with an input as JSON. */
export function RunDialog({ workflow, onClose }: { workflow: WorkflowInfo; onClose(): void }) {
  const navigate = useNavigate();
  const call = useCall<{ name: string; input?: unknown }, { runId: string }>("host.workflow.run");
  const [text, setText] = useState(() => exampleOf(workflow));
  const parsed = parse(text);
  const start = () => {
    if (parsed.problem) return;
    call.mutate({ name: workflow.name, ...(parsed.value === undefined ? {} : { input: parsed.value }) }, {
      onSuccess: ({ runId }) => {
        onClose();
        void navigate({ to: `/workflows/${encodeURIComponent(workflow.name)}/${encodeURIComponent(runId)}` as never });
      },
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Run ${workflow.name}`}
      description="It starts now, with the version that is live."
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>Cancel</Button>
          <Button kind="primary" busy={call.isPending} disabled={Boolean(parsed.problem)} onClick={start}>Run</Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label="Input" hint="JSON; leave it empty for none." error={parsed.problem}>
          {(control) => (
            <Textarea
              {...control}
              spellCheck={false}
              rows={6}
              className="font-mono text-12"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
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

function parse(text: string): { value?: unknown; problem?: string } {
  if (!text.trim()) return {};
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: `This is not JSON: ${(error as Error).message}` };
  }
}

/** An object with the properties that the input's schema names. */
function exampleOf(workflow: WorkflowInfo): string {
  const schema = workflow.triggers.find((trigger) => trigger.kind === "manual")?.input as
    | { properties?: Record<string, { type?: string; default?: unknown }> }
    | undefined;
  if (!schema?.properties) return "";
  const blank: Record<string, unknown> = { string: "", number: 0, integer: 0, boolean: false, array: [], object: {} };
  const entries = Object.entries(schema.properties).map((
    [name, property],
  ) => [name, property.default ?? blank[property.type ?? ""] ?? null]);
  return JSON.stringify(Object.fromEntries(entries), null, 2);
}
