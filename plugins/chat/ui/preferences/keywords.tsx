import { X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button, Input, Section } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { keywordsOf } from "../state/preferences.ts";

/** Most keywords of one person. */
const MAX_KEYWORDS = 50;

/** Words that call this person as their name does. */
export function Keywords({ keywords, onChange }: { keywords: string[]; onChange(keywords: string[]): void }) {
  const [typed, setTyped] = useState("");
  const found = keywordsOf(typed).filter((word) => !keywords.includes(word));
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (found.length === 0) return;
    onChange([...keywords, ...found].slice(0, MAX_KEYWORDS));
    setTyped("");
  };
  return (
    <Section title={t("Keywords")}>
      <p className="text-13 text-ink-2">{t("Words that call you as your name does, in channels that you are in.")}</p>
      {keywords.length > 0 && (
        <ul aria-label={t("Keywords")} className="flex flex-wrap gap-1.5">
          {keywords.map((word) => (
            <li key={word} className="flex h-7 items-center gap-1 rounded-pill bg-active pr-1 pl-2.5 text-13">
              <span dir="auto">{word}</span>
              <button
                type="button"
                aria-label={t("Take out {name}", { name: word })}
                onClick={() =>
                  onChange(keywords.filter((each) =>
                    each !== word
                  ))}
                className="inline-flex size-5 items-center justify-center rounded-pill text-ink-3 hover:bg-hover hover:text-ink"
              >
                <X size={12} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={add} className="flex max-w-md gap-2">
        <Input
          aria-label={t("New keyword")}
          placeholder={t("deploy, on-call")}
          autoComplete="off"
          spellCheck={false}
          dir="auto"
          maxLength={500}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="submit" disabled={found.length === 0 || keywords.length >= MAX_KEYWORDS}>{t("Add")}</Button>
      </form>
    </Section>
  );
}
