import { useEffect, useEffectEvent, useRef, useState } from "react";
import { draftKey } from "../state/personal.ts";
import { useChat, usePersonal } from "../use_chat.ts";

/** Others are told this often that somebody writes. */
const TELL_MS = 4_000;

/** The text in a composer: kept for all devices, taken over from another one, and told as typing. */
export function useDraft(channelId: string, threadId?: string): [string, (text: string) => void] {
  const chat = useChat();
  const [text, setText] = useState(() => chat.drafts.read(channelId, threadId));
  const told = useRef(0);
  const kept = usePersonal((state) => state.drafts.get(draftKey(channelId, threadId)));
  const takeOver = useEffectEvent(() => {
    const now = chat.drafts.read(channelId, threadId);
    if (now !== text) setText(now);
  });
  // What another device saved stands here, unless somebody types here just now.
  useEffect(() => takeOver(), [kept?.rev]);
  const change = (next: string) => {
    setText(next);
    chat.drafts.write(next, channelId, threadId);
    // What is begun after a message was sent is told at once.
    if (next === "") told.current = 0;
    if (next.trim() === "" || next.startsWith("/") || Date.now() - told.current < TELL_MS) return;
    told.current = Date.now();
    chat.rpc.call("chat.message.typing", { channel: channelId, ...(threadId ? { threadId } : {}) }).catch(() => {});
  };
  return [text, change];
}
