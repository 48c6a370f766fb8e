import { type FormEvent, useId, useRef, useState } from "react";
import { Button, Dialog, Field, Input } from "@bulkhead/kit";
import { attempt, useChat } from "../use_chat.ts";
import { t } from "../i18n/language.ts";

/** Makes a section of the person's own sidebar. */
export function SectionDialog({ onClose }: { onClose(): void }) {
  const { rpc } = useChat();
  const form = useId();
  const input = useRef<HTMLInputElement>(null);
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    attempt(rpc.call("chat.section.create", { name: name.trim() }), t("The section was not made"));
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      initialFocus={input}
      title={t("New section")}
      description={t("Only you see it. A channel's menu puts the channel into it.")}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="primary" type="submit" form={form} disabled={!name.trim()}>{t("Create")}</Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="pb-1">
        <Field label={t("Name")}>
          {(control) => (
            <Input
              {...control}
              ref={input}
              maxLength={80}
              autoComplete="off"
              placeholder={t("Projects")}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
