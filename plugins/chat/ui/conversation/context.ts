import { createContext, useContext } from "react";
import type { ChannelMessages } from "../state/channel_messages.ts";
import type { Channel, Message } from "../state/wire.ts";

/** What the messages of one list share: where they stand, and what leads from them elsewhere. */
export interface Conversation {
  channel: Channel;
  messages: ChannelMessages;
  /** The first message of the thread, when the list is one. */
  threadId?: string;
  /** Id of the message that is being changed. */
  editing?: string;
  onEdit(id: string | undefined): void;
  openThread(rootId: string): void;
  /** Goes to the first message at or after a time; in a thread there is no such way. */
  jumpTo?(time: Date): void;
  /** Puts the line of what is new above a message. */
  markUnread(message: Message): void;
}

const Context = createContext<Conversation | undefined>(undefined);

export const ConversationProvider = Context.Provider;

/** The list around this message. */
export function useConversation(): Conversation {
  const conversation = useContext(Context);
  if (!conversation) throw new Error("A message is drawn outside of a conversation");
  return conversation;
}
