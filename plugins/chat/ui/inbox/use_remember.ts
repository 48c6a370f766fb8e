import { useEffect, useRef } from "react";
import { useChat } from "../use_chat.ts";

/** Words that stand for so long are what somebody looked for, and not a part of it. */
const SETTLED_MS = 3_000;

/** Keeps a search among the last ones: when it stands for a while, or a whole one at once by the answered function. */
export function useRemember(query: string): (whole?: string) => void {
  const { rpc } = useChat();
  const kept = useRef("");
  const remember = (whole = query) => {
    if (whole === "" || kept.current === whole) return;
    kept.current = whole;
    // Not to be kept harms nobody.
    rpc.call("chat.search.remember", { query: whole }).catch(() => kept.current = "");
  };
  // A place or a person alone, such as the button of a conversation puts there, is only the beginning of a search.
  const worded = query.split(/\s+/).some((word) => word !== "" && !word.includes(":"));
  useEffect(() => {
    if (!worded) return;
    const timer = setTimeout(remember, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [query]);
  return remember;
}
