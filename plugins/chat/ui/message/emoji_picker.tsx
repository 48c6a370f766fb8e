import { type KeyboardEvent, useState } from "react";
import { SearchField } from "@bulkhead/kit";
import { EMOJI, findEmoji } from "../emoji.ts";
import { usePersonal } from "../use_chat.ts";
import { EmojiView } from "./emoji_view.tsx";
import { t, text } from "../i18n/language.ts";

const COLUMNS = 8;

/** All emoji by group, or those whose name holds what is typed; arrows walk, Enter takes. */
export function EmojiPicker({ onPick }: { onPick(emoji: string): void }) {
  const own = usePersonal((state) => state.emoji);
  const [query, setQuery] = useState("");
  const wanted = query.trim().toLowerCase().replace(/^:|:$/g, "");
  const ownItems = own.filter((emoji) => emoji.name.includes(wanted))
    .map(({ name }) => ({ emoji: `:${name}:`, names: [name] }));
  const groups = [
    ...(ownItems.length > 0 ? [{ group: text("Your own"), items: ownItems }] : []),
    ...(wanted ? [{ group: text("Found"), items: findEmoji(wanted, 64) }] : EMOJI),
  ].filter(({ items }) => items.length > 0);
  return (
    <div className="w-[280px]" onKeyDown={walk}>
      <SearchField
        aria-label={t("Search emoji")}
        placeholder={t("Search")}
        className="mb-1"
        autoFocus
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          const first = groups[0]?.items[0];
          if (event.key === "Enter" && first) onPick(first.emoji);
        }}
      />
      <div className="scroll-y h-64">
        {groups.map(({ group, items }) => (
          <section key={group} aria-label={t(group)}>
            <h2 className="px-1 py-1 text-12 font-medium text-ink-3">{t(group)}</h2>
            <div className="grid grid-cols-8">
              {items.map(({ emoji, names }) => (
                <button
                  key={names[0]}
                  type="button"
                  data-emoji
                  aria-label={names[0]!.replaceAll("_", " ")}
                  title={`:${names[0]}:`}
                  onClick={() => onPick(emoji)}
                  className="ring-in inline-flex size-8 items-center justify-center rounded-control text-[18px] hover:bg-active"
                >
                  <EmojiView emoji={emoji} />
                </button>
              ))}
            </div>
          </section>
        ))}
        {groups.length === 0 && <p className="px-1 py-3 text-13 text-ink-3">{t("No emoji is called that.")}</p>}
      </div>
    </div>
  );
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -COLUMNS, ArrowDown: COLUMNS };

function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key];
  if (step === undefined) return;
  const from = event.target as HTMLElement;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-emoji]")];
  const at = buttons.indexOf(from);
  // In the field, left and right belong to the text.
  if (at < 0 && event.key !== "ArrowDown") return;
  const next = at < 0 ? buttons[0] : buttons[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
