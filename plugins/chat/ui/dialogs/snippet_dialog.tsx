import { type FormEvent, useId, useRef, useState } from "react";
import { Button, Dialog, Field, Input, Textarea } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { useForm } from "../manage/use_form.ts";
import type { TextSnippet } from "../state/wire.ts";
import { useChat } from "../use_chat.ts";

export interface SnippetDialogProps {
  /** The one that is changed; without it a new one is made. */
  snippet?: TextSnippet;
  /** What a new one begins with. */
  text?: string;
  onClose(): void;
}

const NAME = /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$/u;
const MAX_SNIPPET = 4_000;

/** Keeps a text to write it again, or changes one. */
export function SnippetDialog({ snippet, text: first = "", onClose }: SnippetDialogProps) {
  const { rpc, snippets } = useChat();
  const form = useId();
  const input = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(snippet?.name ?? "");
  const [text, setText] = useState((snippet?.text ?? first).slice(0, MAX_SNIPPET));
  const [clientId] = useState(() => crypto.randomUUID());
  const { busy, failure, problem, run } = useForm();
  const typed = name.trim();
  const bad = typed !== "" && !NAME.test(typed);
  const ready = typed !== "" && !bad && text.trim() !== "";
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const saved = await run(async () => {
      const made = await rpc.call<TextSnippet>("chat.snippet.save", {
        ...(snippet ? { id: snippet.id } : {}),
        name: typed,
        text,
        // A press that was refused is another wish once the name is another one.
        clientId: `${clientId} ${typed}`.slice(0, 100),
      });
      snippets.take({ id: made.id, snippet: made });
    });
    if (saved) onClose();
  };
  const taken = failure?.reason === "conflict";
  return (
    <Dialog
      open
      onClose={onClose}
      initialFocus={input}
      title={snippet ? t("Edit the snippet") : t("New snippet")}
      description={t("A text that you write again and again. Only you see it, on all your devices.")}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="primary" type="submit" form={form} busy={busy} disabled={!ready}>{t("Save")}</Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4 pb-1">
        <Field
          label={t("Name")}
          hint={t("While writing, ; and the name bring it.")}
          error={bad
            ? t("One word of letters, digits, _ and -, at most 40 characters")
            : taken
            ? t("You have a snippet of this name already")
            : problem}
        >
          {(control) => (
            <Input
              {...control}
              ref={input}
              autoComplete="off"
              spellCheck={false}
              maxLength={60}
              placeholder={t("thanks")}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("Text")}>
          {(control) => (
            <Textarea
              {...control}
              dir="auto"
              maxLength={MAX_SNIPPET}
              className="field-sizing-content max-h-60 min-h-24 resize-none"
              placeholder={t("Thank you for the report, we look into it.")}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
