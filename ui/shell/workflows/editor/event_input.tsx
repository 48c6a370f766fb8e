import { useState } from "react";
import { Field, Input, RelativeTime, SkeletonRows } from "@bulkhead/kit";
import { useRpc } from "@bulkhead/ui";
import { matchesType } from "../../../sdk/page/type_pattern.ts";
import type { EventPage } from "../../../state/events/wire.ts";
import { exampleOf } from "../../../state/workflow_editor/test_input.ts";
import { useEventTypes } from "../../data/events.ts";
import { schemaOf } from "../../events/edit_dialog.tsx";
import { DataInput } from "./data_input.tsx";
import type { StartProps } from "./trial.ts";

/** A run with a made-up event: the newest of its type is what one begins with. */
export function EventInput({ pattern, ...start }: StartProps & { pattern: string }) {
  const types = useEventTypes().data?.items;
  const known = (types ?? []).map(({ type }) => type).filter((type) =>
    !type.includes("*") && matchesType(pattern, type)
  );
  const [typed, setTyped] = useState<string>();
  const type = pattern.includes("*") ? typed ?? known[0] ?? "" : pattern;
  const fits = !type.includes("*") && matchesType(pattern, type);
  const newest = useRpc<EventPage>("host.event.list", { types: [type], limit: 1 }, { enabled: fits });
  const waiting = types === undefined || (fits && newest.isPending);
  if (waiting) return <SkeletonRows count={4} />;
  const last = newest.data?.items.at(-1);
  const schema = schemaOf(types, type);
  return (
    <>
      {pattern.includes("*") && (
        <Field
          label="Type"
          hint={`One that ${pattern} stands for.`}
          error={typed !== undefined && !fits ? `${pattern} does not stand for it` : undefined}
        >
          {(control) => (
            <>
              <Input
                {...control}
                list="test-event-types"
                spellCheck={false}
                className="font-mono text-13"
                value={type}
                onChange={(event) => setTyped(event.target.value.trim())}
              />
              <datalist id="test-event-types">
                {known.map((each) => <option key={each} value={each} />)}
              </datalist>
            </>
          )}
        </Field>
      )}
      <p className="text-13 text-ink-2">
        {last
          ? (
            <>
              The newest <code className="font-mono text-12">{type}</code>, of{" "}
              <RelativeTime at={last.time} />. Change it as you like; nobody else gets it.
            </>
          )
          : "No such event is in the log: this is an example of its shape. Nobody else gets it."}
      </p>
      <DataInput
        key={type}
        {...start}
        schema={schema}
        data={last ? last.data : exampleOf(schema ?? { type: "object" })}
        disabled={!fits}
        input={(data) => ({ kind: "event", type, ...(last?.subject ? { subject: last.subject } : {}), data })}
      />
    </>
  );
}
