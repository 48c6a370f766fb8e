import { useEffect, useSyncExternalStore } from "react";
import type { TextSnippet } from "./state/wire.ts";
import { useChat } from "./use_chat.ts";

/** This person's snippets, read when they are first wanted; undefined until they are there. */
export function useSnippets(wanted: boolean = true): readonly TextSnippet[] | undefined {
  const { snippets } = useChat();
  const list = useSyncExternalStore(snippets.list.subscribe, snippets.list.get);
  const missing = wanted && list === undefined;
  useEffect(() => {
    // Without an answer they are asked for again when somebody wants them again.
    if (missing) snippets.load().catch(() => {});
  }, [snippets, missing]);
  return list;
}
