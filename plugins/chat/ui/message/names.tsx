import { emojiNamed } from "../emoji.ts";
import { isDirect } from "../state/channel_list.ts";
import { useChannels, usePersonal } from "../use_chat.ts";
import { EmojiView } from "./emoji_view.tsx";
import { ChatLink } from "../chat_link.tsx";

/** `#name` in a text: a link when there is such a channel for this person, text otherwise. */
export function ChannelName({ name }: { name: string }) {
  const { items } = useChannels();
  const known = items.some((channel) => !isDirect(channel) && channel.name === name);
  if (!known) return `#${name}`;
  return (
    <ChatLink path={name} className="rounded-sm bg-accent-soft px-0.5 font-medium text-accent-ink hover:underline">
      #{name}
    </ChatLink>
  );
}

/** `:name:` in a text: the emoji of that name, text when there is none. */
export function EmojiText({ name }: { name: string }) {
  const own = usePersonal((state) => state.emoji.some((each) => each.name === name));
  if (!own && !emojiNamed(name)) return `:${name}:`;
  return <EmojiView emoji={`:${name}:`} />;
}
