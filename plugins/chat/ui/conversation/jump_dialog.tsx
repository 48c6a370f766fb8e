import { type FormEvent, useId, useRef, useState } from "react";
import { Button, Dialog, Field, Input } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";

export interface JumpDialogProps {
  open: boolean;
  /** Where one is now, ISO 8601. */
  start: string;
  onClose(): void;
  /** Where the chosen day begins, in the person's own time zone. */
  onChoose(day: Date): void;
}

/** Asks for a day of the past. */
export function JumpDialog({ open, start, onClose, onChoose }: JumpDialogProps) {
  const form = useId();
  const input = useRef<HTMLInputElement>(null);
  const [day, setDay] = useState(localDate(new Date(start)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Without an offset the text is read as local time.
    const chosen = new Date(`${day}T00:00:00`);
    if (Number.isNaN(chosen.getTime())) return;
    onClose();
    onChoose(chosen);
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t("Jump to a day")}
      initialFocus={input}
      footer={
        <>
          <Button onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="primary" type="submit" form={form} disabled={day === ""}>{t("Jump")}</Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <Field label={t("Day")}>
          {(field) => (
            <Input
              {...field}
              ref={input}
              type="date"
              required
              max={localDate(new Date())}
              value={day}
              onChange={(event) => setDay(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

/** `YYYY-MM-DD`, as an input for dates has it. */
function localDate(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
