import { Play } from "lucide-react";
import { type FormEvent, useEffect, useMemo, useSyncExternalStore } from "react";
import { Button } from "@bulkhead/kit";
import { useCockpit, useRpcCache } from "@bulkhead/ui";
import { DataDraft } from "../../../state/events/data_draft.ts";
import { beginTest, type TestInput } from "../../../state/workflow_editor/test_run.ts";
import { DataForm } from "../../events/data_form.tsx";
import type { RunList } from "../../data/workflows.ts";
import type { StartProps } from "./trial.ts";

export interface DataInputProps extends StartProps {
  schema?: Record<string, unknown>;
  /** What stands there at first; default what the schema says. */
  data?: unknown;
  /** Cannot be started yet. */
  disabled?: boolean;
  input(data: unknown): TestInput;
}

/** A form made of a schema, or JSON, and the button that runs it. */
export function DataInput(props: DataInputProps) {
  const { workflow, dirty, handle, onSave, offline, onBegun, schema, data, disabled, input } = props;
  const { rpc } = useCockpit();
  const cache = useRpcCache();
  // What is typed outlives all but another schema: a newer event, or a list that is read anew, takes nothing away.
  const draft = useMemo(() => new DataDraft(schema, data), [JSON.stringify(schema)]);
  const { sending } = useSyncExternalStore(draft.state.subscribe, draft.state.get);

  const start = async () => {
    if (offline || disabled || draft.state.get().sending) return;
    if (dirty && !await onSave()) return;
    await draft.send(async (given) => {
      const wanted = input(given);
      if (wanted.kind !== "call") return onBegun({ id: (await beginTest(rpc, workflow.name, wanted))! });
      // A call answers when its run has ended; meanwhile the run is found by being the newest.
      const { items } = await rpc.call<RunList>("host.workflow.runs", { name: workflow.name, limit: 1 });
      onBegun({ after: items[0]?.id });
      await beginTest(rpc, workflow.name, wanted).finally(() => cache.refresh("host.workflow.runs"));
    });
  };
  useEffect(() => {
    handle.current = () => void start();
    return () => {
      handle.current = undefined;
    };
  });

  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void start();
      }}
    >
      <DataForm draft={draft} failed="It did not start" />
      <div className="flex flex-col gap-1.5">
        <Button
          kind="primary"
          type="submit"
          busy={sending}
          disabled={offline || disabled}
          icon={<Play size={14} aria-hidden />}
        >
          {dirty ? "Save and run" : "Run"}
        </Button>
        <p className="text-12 text-ink-3">It runs with the real plugins: what it does has effects.</p>
      </div>
    </form>
  );
}
