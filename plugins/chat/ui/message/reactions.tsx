import { useState } from "react";
import { cx } from "@bulkhead/kit";
import type { Message, Reaction, Reactor } from "../state/wire.ts";
import { plural, t } from "../i18n/language.ts";
import { useChat, usePersonal } from "../use_chat.ts";
import { EmojiButton } from "./emoji_button.tsx";
import { EmojiView } from "./emoji_view.tsx";
import { ReactionsDialog } from "./reactions_dialog.tsx";

/** So many names stand in the words at a reaction. */
const NAMED = 12;

/** What people answered with an emoji; a press adds or takes back one's own, a long one or the other button shows who did. */
export function Reactions(
  { message, me, onReact }: { message: Message; me: string; onReact(emoji: string): void },
) {
  const chat = useChat();
  const people = usePersonal((state) => state.people);
  const [shown, setShown] = useState<string>();
  if (message.reactions.length === 0) return null;
  const nameOf = (id: string) => id === me ? t("You") : people.get(id)?.name;
  /** Names that the page does not know are asked for when somebody points at them. */
  const learn = ({ emoji, users }: Reaction) => {
    if (users.slice(0, NAMED).every((id) => nameOf(id) !== undefined || id.includes(":"))) return;
    chat.rpc.call<{ items: Reactor[] }>("chat.message.reactions", { id: message.id, emoji, limit: NAMED })
      .then(({ items }) => chat.learn(items.map((each) => each.user)), () => {});
  };
  return (
    <div className="flex flex-wrap gap-1 py-1">
      {message.reactions.map((reaction) => {
        const { emoji, users } = reaction;
        const mine = users.includes(me);
        const names = users.slice(0, NAMED).flatMap((id) => nameOf(id) ?? []);
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
            onPointerEnter={() => learn(reaction)}
            onFocus={() => learn(reaction)}
            onContextMenu={(event) => {
              event.preventDefault();
              setShown(emoji);
            }}
            className={cx(
              "tabular inline-flex h-6 max-md:h-9 max-md:px-2.5 items-center gap-1 rounded-pill border px-2 text-12 font-medium",
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
      {shown !== undefined && <ReactionsDialog message={message} emoji={shown} onClose={() => setShown(undefined)} />}
    </div>
  );
}
