import { Send, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button, Disclosure, Field, IconButton, Input, Section } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { usePages } from "../inbox/use_pages.ts";
import type { OutgoingHook } from "../state/wire_ways.ts";
import { useChannels, useChat } from "../use_chat.ts";
import { ChannelSelect } from "./channel_select.tsx";
import { ConfirmDialog } from "./confirm_dialog.tsx";
import { Deliveries } from "./deliveries.tsx";
import { Listed } from "./listed.tsx";
import { ShownOnce } from "./shown_once.tsx";
import { useForm } from "./use_form.ts";

/** Servers that are told of messages in channels. */
export function OutgoingTab() {
  const { rpc } = useChat();
  const pages = usePages<OutgoingHook>("chat.webhook.outgoing.list", {}, "");
  const [secret, setSecret] = useState<string>();
  const [deleting, setDeleting] = useState<OutgoingHook>();
  return (
    <>
      <Section title={t("New outgoing webhook")}>
        <p className="text-13 text-ink-2">
          {t(
            "Another server is told of messages in a channel, as Slack's outgoing webhooks tell it. A text in its answer is written into the channel.",
          )}
        </p>
        {secret
          ? (
            <ShownOnce
              title={t("The webhook is there")}
              words={t("With this secret the server checks the header webhook-signature. It is shown only now.")}
              secret={secret}
              onDone={() => setSecret(undefined)}
            />
          )
          : (
            <NewOutgoing
              onMade={(made) => {
                setSecret(made);
                pages.again();
              }}
            />
          )}
      </Section>
      <Section title={t("Outgoing webhooks")}>
        <Listed
          pages={pages}
          empty={{
            icon: <Send size={20} aria-hidden />,
            title: t("No server is told of messages"),
            description: t("An archive or a bot of yours hears of a channel once you name its address above."),
          }}
          row={(hook) => <Row key={hook.id} hook={hook} onDelete={() => setDeleting(hook)} />}
        />
      </Section>
      {deleting && (
        <ConfirmDialog
          title={t("Delete {name}", { name: deleting.name })}
          words={t("The server hears nothing more, and what waits for it is not sent.")}
          verb={t("Delete")}
          onClose={() => setDeleting(undefined)}
          onConfirm={() => rpc.call("chat.webhook.outgoing.delete", { id: deleting.id }).then(pages.again)}
        />
      )}
    </>
  );
}

function NewOutgoing({ onMade }: { onMade(secret: string): void }) {
  const { rpc } = useChat();
  const { busy, problem, failure, run } = useForm();
  const [name, setName] = useState("");
  const [channel, setChannel] = useState("");
  const [url, setUrl] = useState("");
  const [words, setWords] = useState("");
  const badUrl = failure?.path?.startsWith("/url") ?? false;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const { secret } = await rpc.call<{ secret: string }>("chat.webhook.outgoing.create", {
        channel,
        name: name.trim(),
        url: url.trim(),
        words: words.split(",").map((word) => word.trim()).filter(Boolean),
      });
      setName("");
      setUrl("");
      setWords("");
      onMade(secret);
    });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <div className="grid gap-3 md:grid-cols-2">
        <Field label={t("Name")} error={badUrl ? undefined : problem}>
          {(control) => (
            <Input
              {...control}
              dir="auto"
              maxLength={80}
              placeholder={t("Archive")}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <ChannelSelect value={channel} onChange={setChannel} />
      </div>
      <Field
        label={t("Address")}
        hint={t("Reachable from this server; private networks are not.")}
        error={badUrl ? problem : undefined}
      >
        {(control) => (
          <Input
            {...control}
            type="url"
            maxLength={2_000}
            placeholder="https://example.com/in"
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
        )}
      </Field>
      <Field
        label={t("Only messages that begin with")}
        mark="optional"
        hint={t("Words with a comma between them; without any it hears of every message.")}
      >
        {(control) => (
          <Input
            {...control}
            maxLength={1_000}
            placeholder="deploy, ticket"
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        )}
      </Field>
      <Button
        type="submit"
        kind="primary"
        className="self-start"
        busy={busy}
        disabled={!name.trim() || !channel || !url.trim()}
      >
        {t("Create")}
      </Button>
    </form>
  );
}

function Row({ hook, onDelete }: { hook: OutgoingHook; onDelete(): void }) {
  const { items } = useChannels();
  const channel = items.find((each) => each.id === hook.channelId);
  return (
    <li className="px-3 py-2">
      <div className="flex min-h-10 items-center gap-3">
        <Send size={16} className="shrink-0 text-ink-3" aria-hidden />
        <div className="min-w-0 flex-1">
          <p className="truncate text-14 font-medium" dir="auto">{hook.name}</p>
          <p className="truncate text-12 text-ink-3">
            {channel ? `#${channel.name}` : t("in a channel")} → {hook.url}
            {hook.words.length > 0 && ` · ${hook.words.join(", ")}`}
          </p>
        </div>
        <IconButton
          size="sm"
          label={t("Delete {name}", { name: hook.name })}
          icon={<Trash2 size={15} aria-hidden />}
          onClick={onDelete}
        />
      </div>
      <div className="pl-7">
        <Disclosure title={t("Deliveries")}>
          <Deliveries hook={hook.id} />
        </Disclosure>
      </div>
    </li>
  );
}
