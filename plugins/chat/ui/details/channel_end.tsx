import { Trash2 } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { Button, Dialog, Field, Input } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { useForm } from "../manage/use_form.ts";
import { isDirect } from "../state/channel_list.ts";
import type { Channel } from "../state/wire.ts";
import { useChat } from "../use_chat.ts";
import { useManages } from "../use_manages.ts";

/** How a channel ends, for who sets it up. The one that everybody is in never does. */
export function ChannelEnd({ channel }: { channel: Channel }) {
  const manages = useManages(channel);
  const [deleting, setDeleting] = useState(false);
  if (!manages || isDirect(channel) || channel.name === "general") return null;
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="text-13 font-medium text-ink-2">{t("Delete the channel")}</h3>
      <p className="text-13 text-ink-3">{t("All of its messages and files are gone with it, for everybody.")}</p>
      <Button
        size="sm"
        className="self-start text-bad-ink!"
        icon={<Trash2 size={14} aria-hidden />}
        onClick={() => setDeleting(true)}
      >
        {t("Delete the channel")}
      </Button>
      {deleting && <DeleteDialog channel={channel} onClose={() => setDeleting(false)} />}
    </section>
  );
}

function DeleteDialog({ channel: { id, name }, onClose }: { channel: Channel; onClose(): void }) {
  const { rpc } = useChat();
  const form = useId();
  const { busy, problem, run } = useForm();
  const [typed, setTyped] = useState("");
  const sure = typed.trim().replace(/^#/, "") === name;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The event that follows takes this page away from it.
    if (sure) void run(() => rpc.call("chat.channel.delete", { channel: id, confirm: name }));
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("Delete {name}", { name: `#${name}` })}
      description={t("Nothing of it can be brought back.")}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="danger" type="submit" form={form} busy={busy} disabled={!sure}>{t("Delete")}</Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="pb-1">
        <Field label={t("Its name, to be sure")} error={problem}>
          {(control) => (
            <Input
              {...control}
              dir="auto"
              placeholder={name}
              autoComplete="off"
              autoCapitalize="none"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
