import { useMemo, useState } from "react";
import { Button, CodeBlock, EmptyState, Field, PaneHeader, Select } from "@bulkhead/kit";
import { useLinkState } from "@bulkhead/ui";
import { type TestWay, testWays, wayWords } from "../../../state/workflow_editor/test_input.ts";
import type { WorkflowInfo } from "../../../state/wire.ts";
import { DataInput } from "./data_input.tsx";
import { EventInput } from "./event_input.tsx";
import { TestRun } from "./test_run.tsx";
import type { Begun, StartProps, TestHandle } from "./trial.ts";

export interface TestPaneProps {
  /** Missing as long as it was never saved. */
  workflow: WorkflowInfo | undefined;
  /** There is text that is not saved: what runs is what is. */
  dirty: boolean;
  /** Takes the way to start what is filled in, for the key that does so. */
  handle: TestHandle;
  /** Saves what is typed; false when that was not done. */
  onSave(): Promise<boolean>;
  onClose(): void;
}

/** Tries the workflow with an input, beside its source; the run is followed as it happens. */
export function TestPane({ workflow, dirty, handle, onSave, onClose }: TestPaneProps) {
  return (
    <>
      <PaneHeader title="Test" onClose={onClose} />
      <div className="scroll-y flex min-h-0 flex-1 flex-col gap-5 p-4">
        {workflow
          ? <Ways key={workflow.name} workflow={workflow} dirty={dirty} handle={handle} onSave={onSave} />
          : (
            <EmptyState
              title="Save it first"
              description="A test runs the version that is saved, with real plugins: what it does has effects."
              action={<Button onClick={() => void onSave()}>Save</Button>}
            />
          )}
      </div>
    </>
  );
}

function Ways(
  { workflow, dirty, handle, onSave }: Omit<TestPaneProps, "onClose" | "workflow"> & { workflow: WorkflowInfo },
) {
  const key = JSON.stringify(workflow.triggers.map(({ next: _when, ...trigger }) => trigger));
  const ways = useMemo(() => testWays(workflow.triggers), [key]);
  const [chosen, setChosen] = useState(0);
  const [begun, setBegun] = useState<Begun>();
  const offline = useLinkState() === "offline";
  const way = ways[Math.min(chosen, ways.length - 1)];
  if (!workflow.hash || !way) {
    return (
      <EmptyState
        title="There is no version that runs"
        description="Mend the problems of the saved file, or grant what it asks for; then it can be tested."
      />
    );
  }
  const start = { workflow, dirty, handle, onSave, offline, onBegun: setBegun };
  return (
    <>
      {ways.length > 1 && (
        <Field label="How">
          {(control) => (
            <Select
              {...control}
              label="How"
              value={String(ways.indexOf(way))}
              options={ways.map((each, index) => ({ value: String(index), label: wayWords(each) }))}
              onChange={(value) => setChosen(Number(value))}
              className="w-full"
            />
          )}
        </Field>
      )}
      <OneWay key={JSON.stringify(way)} way={way} start={start} />
      {begun && <TestRun name={workflow.name} begun={begun} />}
    </>
  );
}

function OneWay({ way, start }: { way: TestWay; start: StartProps }) {
  switch (way.kind) {
    case "manual":
      return <DataInput {...start} schema={way.schema} input={(data) => ({ kind: "manual", data })} />;
    case "call":
      return (
        <DataInput
          {...start}
          schema={way.schema}
          input={(data) => ({ kind: "call", method: way.method, data })}
        />
      );
    case "event":
      return <EventInput {...start} pattern={way.pattern} />;
    case "hook":
      return <HookHint path={way.path} />;
    case "schedule":
      return (
        <p className="text-13 text-ink-2">
          It begins by itself: {way.words}. To try it at any time, add{" "}
          <code className="font-mono text-12">manual()</code> to its <code className="font-mono text-12">on</code>.
        </p>
      );
  }
}

function HookHint({ path }: { path: string }) {
  const address = `${location.origin}/hooks/workflow/${path}`;
  return (
    <div className="flex flex-col gap-2">
      <p className="text-13 text-ink-2">It begins with a request to its address. From a terminal:</p>
      <CodeBlock
        wrap
        label="A request"
        code={`curl -X POST ${address} -H 'content-type: application/json' -d '{"hello": "world"}'`}
      />
      <p className="text-12 text-ink-3">With a secret in its options, only signed requests are taken.</p>
    </div>
  );
}
