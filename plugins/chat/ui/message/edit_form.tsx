import { useState } from "react";
import { Button, Textarea } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";

export interface EditFormProps {
  text: string;
  onSave(text: string): void;
  onCancel(): void;
}

/** Changes what was said, in its place. */
export function EditForm({ text, onSave, onCancel }: EditFormProps) {
  const [draft, setDraft] = useState(text);
  return (
    <div className="flex flex-col gap-2 py-1">
      <Textarea
        autoFocus
        aria-label={t("Edit the message")}
        className="field-sizing-content max-h-[33vh] min-h-9 resize-none"
        value={draft}
        onFocus={(event) => event.target.setSelectionRange(draft.length, draft.length)}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onCancel();
          if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            if (draft.trim()) onSave(draft.trim());
          }
        }}
      />
      <div className="flex items-center gap-2">
        <Button size="sm" kind="primary" disabled={!draft.trim()} onClick={() => onSave(draft.trim())}>
          {t("Save")}
        </Button>
        <Button size="sm" kind="ghost" onClick={onCancel}>{t("Cancel")}</Button>
        <span className="text-12 text-ink-3 max-md:hidden">{t("Enter saves, Esc cancels")}</span>
      </div>
    </div>
  );
}
