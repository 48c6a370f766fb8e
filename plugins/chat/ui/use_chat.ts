import { useEffect, useSyncExternalStore } from "react";
import { type Cockpit, useCockpit } from "@bulkhead/ui";
import { type ChannelsState, ChatModel } from "./state/chat_model.ts";
import type { Author } from "./state/wire.ts";

const models = new WeakMap<Cockpit, ChatModel>();

/** The page's one model of chat, live while a component that uses it is there. */
export function useChat(): ChatModel {
  const cockpit = useCockpit();
  let model = models.get(cockpit);
  if (!model) {
    model = new ChatModel(cockpit);
    models.set(cockpit, model);
  }
  useEffect(() => model.hold(), [model]);
  return model;
}

export function useChannels(): ChannelsState {
  const { channels } = useChat();
  return useSyncExternalStore(channels.subscribe, channels.get);
}

/** The person who looks, as an author. */
export function authorOf(me: { id: string; name: string }): Author {
  return { id: me.id, name: me.name, kind: "human" };
}
