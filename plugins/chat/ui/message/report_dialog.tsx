import { type FormEvent, useId, useState } from "react";
import { Button, Dialog, Field, RadioGroup, Textarea, toast } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { useForm } from "../manage/use_form.ts";
import type { Message, ReportReason } from "../state/wire.ts";
import { useChat } from "../use_chat.ts";
import { reasonWord } from "./report_reasons.ts";

const REASONS: readonly ReportReason[] = ["spam", "harassment", "private_data", "other"];

/** Why somebody finds that a message should not be here. */
export function ReportDialog({ message, onClose }: { message: Message; onClose(): void }) {
  const { rpc } = useChat();
  const form = useId();
  const { busy, problem, run } = useForm();
  const [reason, setReason] = useState<ReportReason>("spam");
  const [comment, setComment] = useState("");
  const valid = reason !== "other" || comment.trim() !== "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!valid) return;
    void run(() => rpc.call("chat.message.report", { id: message.id, reason, comment })).then((done) => {
      if (!done) return;
      onClose();
      toast({ tone: "ok", title: t("Reported to the moderators") });
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("Report a message of {name}", { name: message.author.name })}
      description={t(
        "Owners and admins of this workspace see what it says now, and that you reported it. {name} does not.",
        {
          name: message.author.name,
        },
      )}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="primary" type="submit" form={form} busy={busy} disabled={!valid}>{t("Report")}</Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4 pb-1">
        <RadioGroup<ReportReason>
          label={t("What is wrong with it")}
          value={reason}
          onChange={setReason}
          options={REASONS.map((value) => ({ value, label: reasonWord(value) }))}
        />
        <Field
          label={t("What moderators should know")}
          mark={reason === "other" ? "needed" : "optional"}
          error={problem}
        >
          {(control) => (
            <Textarea
              {...control}
              dir="auto"
              rows={3}
              maxLength={1_000}
              value={comment}
              onChange={(event) => setComment(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
