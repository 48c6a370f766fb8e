import { Trash2, Webhook } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button, Field, IconButton, Input, RelativeTime, Section } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { usePages } from "../inbox/use_pages.ts";
import type { IncomingHook } from "../state/wire_ways.ts";
import { useChannels, useChat, usePerson } from "../use_chat.ts";
import { ChannelSelect } from "./channel_select.tsx";
import { ConfirmDialog } from "./confirm_dialog.tsx";
import { Listed } from "./listed.tsx";
import { ShownOnce } from "./shown_once.tsx";
import { useForm } from "./use_form.ts";

/** Addresses at which other systems write into channels. */
export function IncomingTab() {
  const { rpc } = useChat();
  const pages = usePages<IncomingHook>("chat.webhook.incoming.list", {}, "");
  const [made, setMade] = useState<string>();
  const [revoking, setRevoking] = useState<IncomingHook>();
  return (
    <>
      <Section title={t("New incoming webhook")}>
        <p className="text-13 text-ink-2">
          {t("An address at which another system writes into a channel, as Slack's incoming webhooks take it.")}
        </p>
        {made
          ? (
            <ShownOnce
              title={t("The webhook is there")}
              words={t("Whoever knows this address writes into the channel. It is shown only now.")}
              secret={made}
              example={`curl -H 'content-type: application/json' -d '{"text":"Hello"}' ${made}`}
              onDone={() => setMade(undefined)}
            />
          )
          : (
            <NewIncoming
              onMade={(path) => {
                setMade(`${location.origin}${path}`);
                pages.again();
              }}
            />
          )}
      </Section>
      <Section title={t("Incoming webhooks")}>
        <Listed
          pages={pages}
          empty={{
            icon: <Webhook size={20} aria-hidden />,
            title: t("No system writes here yet"),
            description: t("A build server or a monitor posts to an address that you make above."),
          }}
          row={(hook) => <Row key={hook.id} hook={hook} onRevoke={() => setRevoking(hook)} />}
        />
      </Section>
      {revoking && (
        <ConfirmDialog
          title={t("Revoke {name}", { name: revoking.name })}
          words={t("Its address stops working at once and does not come back. What it wrote stays.")}
          verb={t("Revoke")}
          onClose={() => setRevoking(undefined)}
          onConfirm={() => rpc.call("chat.webhook.incoming.revoke", { id: revoking.id }).then(pages.again)}
        />
      )}
    </>
  );
}

function NewIncoming({ onMade }: { onMade(path: string): void }) {
  const { rpc } = useChat();
  const { busy, problem, run } = useForm();
  const [name, setName] = useState("");
  const [channel, setChannel] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const { path } = await rpc.call<{ path: string }>("chat.webhook.incoming.create", { channel, name: name.trim() });
      setName("");
      onMade(path);
    });
  };
  return (
    <form onSubmit={submit} className="grid items-start gap-3 md:grid-cols-[1fr_1fr_auto]">
      <Field label={t("Name")} error={problem}>
        {(control) => (
          <Input
            {...control}
            dir="auto"
            maxLength={80}
            placeholder={t("Build server")}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <ChannelSelect value={channel} onChange={setChannel} />
      <Button type="submit" kind="primary" className="md:mt-[25px]" busy={busy} disabled={!name.trim() || !channel}>
        {t("Create")}
      </Button>
    </form>
  );
}

function Row({ hook, onRevoke }: { hook: IncomingHook; onRevoke(): void }) {
  const maker = usePerson(hook.createdBy);
  const { items } = useChannels();
  const channel = items.find((each) => each.id === hook.channelId);
  return (
    <li className="flex min-h-14 items-center gap-3 px-3 py-2">
      <Webhook size={16} className="shrink-0 text-ink-3" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="truncate text-14 font-medium" dir="auto">{hook.name}</p>
        <p className="flex flex-wrap items-center gap-x-1.5 text-12 text-ink-3">
          <span>{channel ? `#${channel.name}` : t("in a channel")}</span>
          <span className="font-mono">…{hook.last4}</span>
          <span>{maker && t("by {name}", { name: maker.name })}</span>
          <RelativeTime at={hook.createdAt} />
        </p>
      </div>
      <IconButton
        size="sm"
        label={t("Revoke {name}", { name: hook.name })}
        icon={<Trash2 size={15} aria-hidden />}
        onClick={onRevoke}
      />
    </li>
  );
}
