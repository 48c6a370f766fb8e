import { type FormEvent, useId, useRef, useState } from "react";
import { Button, Dialog, Field, Input, Select } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { useForm } from "../manage/use_form.ts";
import { laterTimes, localTime, timeWords } from "../state/later.ts";
import { useChat } from "../use_chat.ts";

export interface ReminderDialogProps {
  /** Of this message; without it of a text. */
  messageId?: string;
  onClose(): void;
  onMade(): void;
}

/** When, and of what, somebody wants to be reminded. */
export function ReminderDialog({ messageId, onClose, onMade }: ReminderDialogProps) {
  const { rpc } = useChat();
  const form = useId();
  const input = useRef<HTMLInputElement>(null);
  const { busy, problem, run } = useForm();
  const [times] = useState(() => laterTimes(new Date()));
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState("0");
  const [own, setOwn] = useState(() => localTime(times[0]!));
  const at = chosen === "own" ? new Date(own) : times[Number(chosen)]!;
  const valid = (messageId || text.trim() !== "") && at.getTime() > Date.now();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!valid) return;
    const what = { ...(messageId ? { messageId } : {}), ...(text.trim() ? { text: text.trim() } : {}) };
    void run(() => rpc.call("chat.reminder.create", { ...what, at: at.toISOString() })).then((done) =>
      done && onMade()
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      initialFocus={input}
      title={t("New reminder")}
      description={t("Only you are told.")}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="primary" type="submit" form={form} busy={busy} disabled={!valid}>{t("Remind me")}</Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4 pb-1">
        <Field label={t("Of what")} mark={messageId ? "optional" : undefined} error={problem}>
          {(control) => (
            <Input
              {...control}
              ref={input}
              dir="auto"
              maxLength={1_000}
              placeholder={t("Water the plants")}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("When")}>
          {(control) => (
            <Select
              {...control}
              label={t("When")}
              value={chosen}
              onChange={setChosen}
              options={[
                ...times.map((time, index) => ({ value: String(index), label: timeWords(time) })),
                { value: "own", label: t("Another time") },
              ]}
            />
          )}
        </Field>
        {chosen === "own" && (
          <Field
            label={t("Day and time")}
            error={at.getTime() > Date.now() ? undefined : t("Choose a time that is still to come.")}
          >
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                required
                value={own}
                onChange={(event) => setOwn(event.target.value)}
              />
            )}
          </Field>
        )}
      </form>
    </Dialog>
  );
}
