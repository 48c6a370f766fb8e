import { useSyncExternalStore } from "react";
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
    ? `${names[0]} is writing`
    : names.length === 2
    ? `${names[0]} and ${names[1]} are writing`
    : `${names[0]} and ${names.length - 1} others are writing`;
  return (
    <p aria-live="polite" className="-mt-3 h-5 shrink-0 truncate px-4 text-12 leading-5 text-ink-3 md:-mt-4 md:px-6">
      {words}
    </p>
  );
}
