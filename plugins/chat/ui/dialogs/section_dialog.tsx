import { type FormEvent, useId, useRef, useState } from "react";
import { Button, Dialog, Field, Input } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { EmojiChoice } from "../message/emoji_choice.tsx";
import { attempt, useChat } from "../use_chat.ts";

export interface SectionDialogProps {
  /** The one that is changed; without it a new one is made. */
  section?: { id: string; name: string; emoji?: string };
  onClose(): void;
}

/** Makes a section of the person's own sidebar, or gives one another name. */
export function SectionDialog({ section, onClose }: SectionDialogProps) {
  const { rpc } = useChat();
  const form = useId();
  const input = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(section?.name ?? "");
  const [emoji, setEmoji] = useState(section?.emoji ?? "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const words = { name: name.trim() };
    if (!words.name) return;
    if (section) {
      attempt(
        rpc.call("chat.section.update", { id: section.id, ...words, emoji: emoji || null }),
        t("The section was not changed"),
      );
    } else {
      attempt(
        rpc.call("chat.section.create", { ...words, ...(emoji ? { emoji } : {}) }),
        t("The section was not made"),
      );
    }
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      initialFocus={input}
      title={section ? t("Rename section") : t("New section")}
      description={t("Only you see it. Drag channels into it, or use their menu.")}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="primary" type="submit" form={form} disabled={!name.trim()}>
            {section ? t("Save") : t("Create")}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="pb-1">
        <Field label={t("Name")}>
          {(control) => (
            <span className="flex gap-2">
              <EmojiChoice label={t("Emoji of the section")} emoji={emoji} onPick={setEmoji} />
              <Input
                {...control}
                ref={input}
                maxLength={80}
                autoComplete="off"
                placeholder={t("Projects")}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            </span>
          )}
        </Field>
      </form>
    </Dialog>
  );
}
