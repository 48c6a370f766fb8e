import { useEffect, useRef, useState } from "react";
import { Button, CodeBlock, Dialog } from "@bulkhead/kit";
import { rich, useRpc } from "@bulkhead/ui";
import type { PageCall } from "./frame_session.ts";
import { t } from "../../i18n/texts.ts";

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
      title={t("Let {plugin} do this?", { plugin })}
      description={rich(t("The page of {plugin} wants to call {method} in your name. It is marked as high risk."), {
        plugin,
        method: <code className="font-mono text-ink">{method}</code>,
      })}
      footer={
        <>
          <Button ref={cancel} onClick={() => onAnswer(false)}>{t("Cancel")}</Button>
          <Button kind="danger" disabled={!armed} onClick={() => onAnswer(true)}>{t("Allow once")}</Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-13">
        {summary && (
          <p className="text-ink-2">
            {rich(t("Its author says: {words}"), { words: <q className="text-ink" dir="auto">{summary}</q> })}
          </p>
        )}
        {sent !== "{}" && (
          <CodeBlock
            wrap
            maxHeight={180}
            label={t("What is sent")}
            code={sent.length > MAX_SHOWN
              ? `${sent.slice(0, MAX_SHOWN)}\n… ${t("{count} characters more", { count: sent.length - MAX_SHOWN })}`
              : sent}
          />
        )}
      </div>
    </Dialog>
  );
}
