import { BookmarkPlus, Settings2, TextQuote } from "lucide-react";
import { useState } from "react";
import { IconButton, Menu, MenuHeading, MenuItem, MenuSeparator } from "@bulkhead/kit";
import { excerpt } from "../../domain/rich_text.ts";
import { SnippetDialog } from "../dialogs/snippet_dialog.tsx";
import { t } from "../i18n/language.ts";
import { useSnippets } from "../use_snippets.ts";
import { useChatRoute } from "../use_workspaces.ts";

export interface SnippetButtonProps {
  /** What is written, to keep it. */
  text: string;
  onInsert(text: string): void;
}

/** Texts that one writes again and again: puts one in, or keeps what is written as one. */
export function SnippetButton({ text, onInsert }: SnippetButtonProps) {
  const [opened, setOpened] = useState(false);
  const [saving, setSaving] = useState(false);
  const { go } = useChatRoute();
  return (
    <>
      <Menu
        side="top"
        align="start"
        onOpenChange={(open) => open && setOpened(true)}
        trigger={
          <IconButton
            size="sm"
            label={t("Snippets")}
            className="text-ink-3"
            icon={<TextQuote size={15} aria-hidden />}
          />
        }
      >
        <MenuHeading>{t("Snippets")}</MenuHeading>
        {opened && <Items onInsert={onInsert} />}
        <MenuSeparator />
        {text.trim() !== "" && (
          <MenuItem icon={<BookmarkPlus size={15} aria-hidden />} onSelect={() => setSaving(true)}>
            {t("Keep what is written as a snippet")}
          </MenuItem>
        )}
        <MenuItem icon={<Settings2 size={15} aria-hidden />} onSelect={() => go("-preferences/snippets")}>
          {t("Edit snippets")}
        </MenuItem>
      </Menu>
      {saving && <SnippetDialog text={text} onClose={() => setSaving(false)} />}
    </>
  );
}

/** Made only while the menu is open: until then nothing is read. */
function Items({ onInsert }: { onInsert(text: string): void }) {
  const list = useSnippets();
  if (!list?.length) {
    return (
      <p className="max-w-60 px-2 pb-1.5 text-13 text-ink-2">
        {list ? t("Texts that you write again and again. You have none yet.") : t("Loading")}
      </p>
    );
  }
  return (
    <div className="scroll-y max-h-64 w-72 max-w-full">
      {list.map((snippet) => (
        <MenuItem
          key={snippet.id}
          icon={<TextQuote size={15} aria-hidden />}
          onSelect={() => onInsert(snippet.text)}
        >
          <span className="flex min-w-0 items-baseline gap-2">
            <span className="max-w-28 shrink-0 truncate font-medium" dir="auto">{snippet.name}</span>
            <span className="min-w-0 truncate text-ink-3" dir="auto">{excerpt(snippet.text, 80)}</span>
          </span>
        </MenuItem>
      ))}
    </div>
  );
}
