import { cx } from "@bulkhead/kit";
import type { Message } from "../state/wire.ts";
import { plural, t } from "../i18n/language.ts";
import { usePersonal } from "../use_chat.ts";
import { EmojiButton } from "./emoji_button.tsx";
import { EmojiView } from "./emoji_view.tsx";

/** What people answered with an emoji; a press adds or takes back one's own. */
export function Reactions(
  { message, me, onReact }: { message: Message; me: string; onReact(emoji: string): void },
) {
  const people = usePersonal((state) => state.people);
  if (message.reactions.length === 0) return null;
  const nameOf = (id: string) => id === me ? t("You") : people.get(id)?.name;
  return (
    <div className="flex flex-wrap gap-1 py-1">
      {message.reactions.map(({ emoji, users }) => {
        const mine = users.includes(me);
        const names = users.slice(0, 12).flatMap((id) => nameOf(id) ?? []);
        const others = users.length - names.length;
        const who = names.length === 0
          ? plural("{count} people", users.length)
          : others > 0
          ? t("{names} and {count} more", { names: names.join(", "), count: others })
          : names.join(", ");
        return (
          <button
            key={emoji}
            title={who}
            type="button"
            aria-pressed={mine}
            aria-label={mine
              ? t("{emoji}, {count}, yours too", { emoji, count: users.length })
              : `${emoji}, ${users.length}`}
            onClick={() => onReact(emoji)}
            className={cx(
              "tabular inline-flex h-6 items-center gap-1 rounded-pill border px-2 text-12 font-medium",
              mine
                ? "border-accent bg-accent-soft text-accent-ink"
                : "border-line bg-surface text-ink-2 hover:border-line-strong",
            )}
          >
            <EmojiView emoji={emoji} className="text-14 leading-none" />
            {users.length}
          </button>
        );
      })}
      <EmojiButton small onPick={onReact} />
    </div>
  );
}
