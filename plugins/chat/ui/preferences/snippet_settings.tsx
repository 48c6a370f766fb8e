import { Pencil, TextQuote, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button, EmptyState, IconButton, Section, SkeletonRows, toast } from "@bulkhead/kit";
import { excerpt } from "../../domain/rich_text.ts";
import { SnippetDialog } from "../dialogs/snippet_dialog.tsx";
import { t } from "../i18n/language.ts";
import type { TextSnippet } from "../state/wire.ts";
import { attempt, useChat } from "../use_chat.ts";
import { useSnippets } from "../use_snippets.ts";

/** The texts that somebody keeps to write them again. */
export function SnippetSettings() {
  const { rpc, snippets } = useChat();
  const list = useSnippets();
  const [asked, setAsked] = useState<TextSnippet | "new">();
  const restore = ({ name, text }: TextSnippet) =>
    attempt(rpc.call("chat.snippet.save", { name, text }), t("The snippet was not brought back"));
  const remove = (snippet: TextSnippet) =>
    attempt(
      rpc.call("chat.snippet.delete", { id: snippet.id }).then(() => {
        snippets.take({ id: snippet.id });
        toast({ title: t("Snippet deleted"), action: { label: t("Undo"), onClick: () => restore(snippet) } });
      }),
      t("The snippet was not deleted"),
    );
  return (
    <Section
      title={t("Snippets")}
      action={list?.length ? <Button size="sm" onClick={() => setAsked("new")}>{t("New snippet")}</Button> : undefined}
    >
      <p className="text-13 text-ink-2">
        {t(
          "Texts that you write again and again. While writing, ; and the name bring one, as does the button under the field.",
        )}
      </p>
      {list === undefined && <SkeletonRows count={3} label={t("Loading")} />}
      {list?.length === 0 && (
        <EmptyState
          icon={<TextQuote size={20} aria-hidden />}
          title={t("No snippets yet")}
          description={t("Keep an answer that you give often: thanks, how to report a fault, where the handbook is.")}
          action={<Button kind="primary" onClick={() => setAsked("new")}>{t("New snippet")}</Button>}
        />
      )}
      {list && list.length > 0 && (
        <ul aria-label={t("Snippets")} className="divide-y divide-line rounded-card border border-line">
          {list.map((snippet) => (
            <li key={snippet.id} className="flex min-h-12 items-center gap-3 px-3 py-2">
              <div className="min-w-0 flex-1">
                <p className="truncate text-14 font-medium" dir="auto">
                  <span className="text-ink-3" aria-hidden>;</span>
                  {snippet.name}
                </p>
                <p className="truncate text-13 text-ink-2" dir="auto">{excerpt(snippet.text, 160)}</p>
              </div>
              <IconButton
                size="sm"
                label={t("Edit {name}", { name: snippet.name })}
                icon={<Pencil size={15} aria-hidden />}
                onClick={() => setAsked(snippet)}
              />
              <IconButton
                size="sm"
                label={t("Delete {name}", { name: snippet.name })}
                icon={<Trash2 size={15} aria-hidden />}
                onClick={() =>
                  remove(snippet)}
              />
            </li>
          ))}
        </ul>
      )}
      {asked && <SnippetDialog snippet={asked === "new" ? undefined : asked} onClose={() => setAsked(undefined)} />}
    </Section>
  );
}
