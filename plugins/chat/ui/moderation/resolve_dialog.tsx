import { type FormEvent, useId, useState } from "react";
import { Button, Dialog, Field, Textarea } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { useForm } from "../manage/use_form.ts";
import type { Reported } from "../state/wire.ts";
import { useChat } from "../use_chat.ts";

/** What is to become of a reported message. */
export interface Resolution {
  reported: Reported;
  action: "dismiss" | "delete_message";
}

export interface ResolveDialogProps {
  resolution: Resolution;
  onClose(): void;
  onResolved(): void;
}

/** Asks before a reported message is resolved, and for a note that other moderators read. */
export function ResolveDialog({ resolution: { reported, action }, onClose, onResolved }: ResolveDialogProps) {
  const { rpc } = useChat();
  const form = useId();
  const { busy, problem, run } = useForm();
  const [note, setNote] = useState("");
  const { name } = reported.author;
  const gone = reported.messageDeleted === true, deletes = action === "delete_message" && !gone;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(() => rpc.call("chat.moderation.resolve", { id: reported.id, action, note })).then((done) =>
      done && onResolved()
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={deletes
        ? t("Delete the message of {name}", { name })
        : gone
        ? t("Resolve the report")
        : t("Keep the message of {name}", { name })}
      description={deletes
        ? t("It is gone for everybody, with its files. What it said stays here for moderators.")
        : gone
        ? t("The message is deleted already.")
        : t("The message stays. Nobody is told.")}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>{t("Cancel")}</Button>
          <Button kind={deletes ? "danger" : "primary"} type="submit" form={form} busy={busy}>
            {deletes ? t("Delete message") : gone ? t("Resolve") : t("Keep message")}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="pb-1">
        <Field label={t("Note for other moderators")} mark="optional" error={problem}>
          {(control) => (
            <Textarea
              {...control}
              dir="auto"
              rows={2}
              maxLength={1_000}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
