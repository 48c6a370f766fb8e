import { type FormEvent, useId, useRef, useState } from "react";
import { Button, Dialog, Field, Input } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { useChat } from "../use_chat.ts";
import { emojiName } from "./emoji_name.ts";
import { useForm } from "./use_form.ts";

/** Gives an emoji of the workspace's own one more name. */
export function AliasDialog({ emoji, onClose }: { emoji: string; onClose(): void }) {
  const { rpc } = useChat();
  const form = useId();
  const input = useRef<HTMLInputElement>(null);
  const { busy, problem, run } = useForm();
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(() => rpc.call("chat.emoji.add_alias", { name, aliasOf: emoji })).then((done) => done && onClose());
  };
  return (
    <Dialog
      open
      onClose={onClose}
      initialFocus={input}
      title={t("Another name for :{name}:", { name: emoji })}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="primary" type="submit" form={form} busy={busy} disabled={!name}>{t("Add")}</Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="pb-1">
        <Field label={t("Name")} error={problem}>
          {(control) => (
            <Input
              {...control}
              ref={input}
              maxLength={63}
              autoComplete="off"
              spellCheck={false}
              value={name}
              onChange={(event) => setName(emojiName(event.target.value))}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
