import { useMemo, useSyncExternalStore } from "react";
import { Button, Dialog, SkeletonRows, toast } from "@bulkhead/kit";
import { useCockpit, useRpcCache } from "@bulkhead/ui";
import { matchesType } from "../../sdk/page/type_pattern.ts";
import { DataDraft } from "../../state/events/data_draft.ts";
import type { DeadLetterInfo, TypeInfo } from "../../state/events/wire.ts";
import { useEventTypes } from "../data/events.ts";
import { DataForm } from "./data_form.tsx";

/** Other data for a dead letter: published as a new event for its consumer alone. */
export function EditDialog({ letter, onClose }: { letter: DeadLetterInfo; onClose(): void }) {
  const types = useEventTypes();
  // The schema first, or the form would be made anew under somebody's hands.
  if (types.isPending) {
    return (
      <Dialog open onClose={onClose} title="Edit and replay">
        <SkeletonRows count={4} />
      </Dialog>
    );
  }
  return <Editor letter={letter} schema={schemaOf(types.data?.items, letter.event.type)} onClose={onClose} />;
}

interface EditorProps {
  letter: DeadLetterInfo;
  schema: Record<string, unknown> | undefined;
  onClose(): void;
}

function Editor({ letter, schema, onClose }: EditorProps) {
  const { rpc } = useCockpit();
  const cache = useRpcCache();
  const draft = useMemo(() => new DataDraft(schema, letter.event.data), [schema, letter]);
  const { sending } = useSyncExternalStore(draft.state.subscribe, draft.state.get);
  const send = async () => {
    const sent = await draft.send((data) => rpc.call("host.event.deadLetter.replay", { id: letter.id, data }));
    if (!sent) return;
    for (const method of ["list", "get"]) cache.refresh(`host.event.deadLetter.${method}`);
    cache.refresh("host.event.stats");
    toast({ tone: "ok", title: `The edited event goes to ${letter.consumer}`, description: "The first one is kept." });
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Edit and replay"
      description={`${letter.consumer} alone gets a new event with this data. The first one is kept, and named as its cause.`}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>Cancel</Button>
          <Button kind="primary" busy={sending} onClick={() => void send()}>Replay the edited event</Button>
        </>
      }
    >
      <DataForm draft={draft} failed="It was not sent" />
    </Dialog>
  );
}

/** By its exact name before a pattern. */
export function schemaOf(types: readonly TypeInfo[] | undefined, type: string): Record<string, unknown> | undefined {
  const known = types?.find((each) => each.type === type) ??
    types?.filter((each) => each.schema && matchesType(each.type, type)).sort((a, b) =>
      b.type.length - a.type.length
    )[0];
  return known?.schema;
}
