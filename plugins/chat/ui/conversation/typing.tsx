import { useSyncExternalStore } from "react";
import { t } from "../i18n/language.ts";
import { useChat } from "../use_chat.ts";

/** Who is writing, under the composer; the line is always there, so nothing moves. */
export function Typing({ channelId, threadId }: { channelId: string; threadId?: string }) {
  const { typing } = useChat();
  const store = typing.in(channelId, threadId);
  const who = useSyncExternalStore(store.subscribe, store.get);
  const names = who.map((each) => each.name);
  const words = names.length === 0
    ? ""
    : names.length === 1
    ? t("{name} is writing", { name: names[0]! })
    : names.length === 2
    ? t("{name} and {other} are writing", { name: names[0]!, other: names[1]! })
    : t("{name} and {count} others are writing", { name: names[0]!, count: names.length - 1 });
  return (
    <p aria-live="polite" className="-mt-3 h-5 shrink-0 truncate px-4 text-12 leading-5 text-ink-3 md:-mt-4 md:px-6">
      {words}
    </p>
  );
}
