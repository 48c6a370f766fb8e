import { useEffect, useEffectEvent } from "react";
import { toast } from "@bulkhead/kit";
import { RpcFailure } from "@bulkhead/ui";
import type { ChannelMessages } from "../state/channel_messages.ts";
import type { Message } from "../state/wire.ts";
import { useChat } from "../use_chat.ts";
import { t } from "../i18n/language.ts";

export interface LinkedOptions {
  messages: ChannelMessages;
  /** Id of the message that the address names. */
  id?: string;
  /** It is an answer, which the channel does not show. */
  onAnswer(rootId: string, id: string): void;
}

/** Brings the message that a link names onto the page, wherever in the channel it stands. */
export function useLinked({ messages, id, onAnswer }: LinkedOptions): void {
  const chat = useChat();
  const answer = useEffectEvent(onAnswer);
  useEffect(() => {
    if (id === undefined) return;
    let left = false;
    const find = async () => {
      await messages.load();
      if (left || messages.list.get().items.some((item) => item.id === id)) return;
      const message = await chat.rpc.call<Message>("chat.message.get", { id });
      if (left) return;
      if (message.threadId && !message.inChannel) answer(message.threadId, message.id);
      else await messages.loadAround(message.seq);
    };
    find().catch((error) =>
      toast({
        tone: "bad",
        title: t("The linked message could not be found"),
        description: RpcFailure.wrap(error).message,
      })
    );
    return () => void (left = true);
  }, [chat, messages, id]);
}
