import { type FormEvent, useId, useRef, useState } from "react";
import { Button, Checkbox, Dialog, Field, Input } from "@bulkhead/kit";
import { RpcFailure } from "@bulkhead/ui";
import type { Channel } from "../state/wire.ts";
import { useChat } from "../use_chat.ts";
import { t } from "../i18n/language.ts";

export interface CreateChannelDialogProps {
  initialName?: string;
  onClose(): void;
  onCreated(channel: Channel): void;
}

export function CreateChannelDialog({ initialName = "", onClose, onCreated }: CreateChannelDialogProps) {
  const chat = useChat();
  const form = useId();
  const input = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(initialName);
  const [isPrivate, setPrivate] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<RpcFailure>();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || !name) return;
    setBusy(true);
    setFailure(undefined);
    try {
      onCreated(await chat.create({ name, private: isPrivate }));
    } catch (error) {
      setFailure(RpcFailure.wrap(error));
      setBusy(false);
    }
  };

  return (
    <Dialog
      open
      onClose={onClose}
      initialFocus={input}
      title={t("Create a channel")}
      description={t("A place for a project, a team or a topic.")}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="primary" type="submit" form={form} busy={busy} disabled={!name}>{t("Create")}</Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4 pb-1">
        <Field
          label={t("Name")}
          hint={t("Small letters, digits and dashes.")}
          error={failure && (failure.hint ? `${failure.message}. ${failure.hint}` : failure.message)}
        >
          {(control) => (
            <Input
              {...control}
              ref={input}
              large
              maxLength={80}
              placeholder="launch-plans"
              autoComplete="off"
              spellCheck={false}
              value={name}
              onChange={(event) => setName(channelName(event.target.value))}
            />
          )}
        </Field>
        <Checkbox
          checked={isPrivate}
          onChange={setPrivate}
          label={t("Private")}
          hint={t("Only people who are added see it and what is in it.")}
        />
      </form>
    </Dialog>
  );
}

/** What was typed as a channel's name can be: blanks become dashes. */
function channelName(typed: string): string {
  return typed.toLowerCase().replace(/^#/, "").replace(/\s/g, "-").replace(/[^\p{Ll}\p{Lo}\p{N}_-]/gu, "").replace(
    /^[-_]+/,
    "",
  );
}
