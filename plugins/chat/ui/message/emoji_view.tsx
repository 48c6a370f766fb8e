import { cx } from "@bulkhead/kit";
import { emojiNamed } from "../emoji.ts";
import { usePersonal } from "../use_chat.ts";

/** An emoji: a character, or the picture of one of the workspace's own by name. */
export function EmojiView({ emoji, className }: { emoji: string; className?: string }) {
  const name = emoji.replace(/^:|:$/g, "");
  const url = usePersonal((state) => {
    const own = state.emoji.find((each) => each.name === name);
    return own?.url ?? state.emoji.find((each) => each.name === own?.aliasOf)?.url;
  });
  if (url) {
    return <img src={url} alt={`:${name}:`} className="inline-block size-[1.3em] object-contain align-text-bottom" />;
  }
  return <span className={cx("font-emoji", className)}>{emojiNamed(name) ?? emoji}</span>;
}
