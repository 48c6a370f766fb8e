import { useEffect } from "react";
import { useCockpit } from "@bulkhead/ui";
import { useChannels } from "./use_chat.ts";

/** Closes notifications of messages that this person has read, here or on another of their devices. */
export function useSeen(): void {
  const { live, me, push } = useCockpit();
  const { items } = useChannels();
  const read = items.map(({ id, lastReadSeq }) => `${id} ${lastReadSeq ?? 0}`).join();
  useEffect(() => {
    const upTo = new Map(items.map(({ id, lastReadSeq }) => [id, lastReadSeq ?? 0]));
    void push.close("chat", (group, order) => order <= (upTo.get(group) ?? 0));
  }, [push, read]);
  useEffect(() =>
    live.subscribe(["chat.thread.read"], {
      event: ({ data }) => {
        const { userId, rootId, lastReadSeq } = data as { userId: string; rootId: string; lastReadSeq: number };
        if (userId === me.id) void push.close("chat", (group, order) => group === rootId && order <= lastReadSeq);
      },
    }), [live, me.id, push]);
}
