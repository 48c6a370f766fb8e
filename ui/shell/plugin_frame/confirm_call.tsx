import { useEffect, useRef, useState } from "react";
import { Button, CodeBlock, Dialog } from "@bulkhead/kit";
import { useRpc } from "@bulkhead/ui";
import type { PageCall } from "./frame_session.ts";

/** Milliseconds before it can be agreed to, so that a click that was meant for the page does not. */
const ARMING_MS = 700;
/** Characters shown of what is sent. */
const MAX_SHOWN = 4_000;

export interface ConfirmCallProps {
  /** Name of the plugin whose page asks. */
  plugin: string;
  call: PageCall;
  onAnswer(agreed: boolean): void;
}

interface Described {
  methods: { name: string; summary?: string }[];
}

/** Asks whether a page may do something of high risk in this person's name. */
export function ConfirmCall({ plugin, call, onAnswer }: ConfirmCallProps) {
  const { method, params } = call;
  const prefix = method.split(".")[0]!;
  const summary = useRpc<Described>("rpc.discover", { prefix }).data?.methods.find(({ name }) => name === method)
    ?.summary;
  const cancel = useRef<HTMLButtonElement>(null);
  const [armed, setArmed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setArmed(true), ARMING_MS);
    return () => clearTimeout(timer);
  }, []);
  const sent = JSON.stringify(params, null, 2);
  return (
    <Dialog
      open
      onClose={() => onAnswer(false)}
      initialFocus={cancel}
      title={`Let ${plugin} do this?`}
      description={
        <>
          The page of {plugin} wants to call <code className="font-mono text-ink">{method}</code>{" "}
          in your name. It is marked as high risk.
        </>
      }
      footer={
        <>
          <Button ref={cancel} onClick={() => onAnswer(false)}>Cancel</Button>
          <Button kind="danger" disabled={!armed} onClick={() => onAnswer(true)}>Allow once</Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-13">
        {summary && (
          <p className="text-ink-2">
            Its author says: <q className="text-ink" dir="auto">{summary}</q>
          </p>
        )}
        {sent !== "{}" && (
          <CodeBlock
            wrap
            maxHeight={180}
            label="What is sent"
            code={sent.length > MAX_SHOWN
              ? `${sent.slice(0, MAX_SHOWN)}\n… ${sent.length - MAX_SHOWN} characters more`
              : sent}
          />
        )}
      </div>
    </Dialog>
  );
}
