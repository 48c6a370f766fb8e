import { useRef } from "react";
import { Button, Dialog } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { useForm } from "./use_form.ts";

export interface ConfirmDialogProps {
  title: string;
  /** What is lost. */
  words: string;
  /** The verb on the button. */
  verb: string;
  onConfirm(): Promise<unknown>;
  onClose(): void;
}

/** Asks before what cannot be undone, and says what will be lost. */
export function ConfirmDialog({ title, words, verb, onConfirm, onClose }: ConfirmDialogProps) {
  const { busy, problem, run } = useForm();
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      open
      onClose={onClose}
      initialFocus={cancel}
      title={title}
      description={words}
      footer={
        <>
          <Button ref={cancel} kind="ghost" onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="danger" busy={busy} onClick={() => void run(onConfirm).then((done) => done && onClose())}>
            {verb}
          </Button>
        </>
      }
    >
      {problem && <p role="alert" className="text-13 text-bad-ink">{problem}</p>}
    </Dialog>
  );
}
