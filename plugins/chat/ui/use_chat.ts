import { useContext, useEffect, useMemo, useSyncExternalStore } from "react";
import { RpcFailure } from "@bulkhead/ui";
import { toast } from "@bulkhead/kit";
import type { ChannelsState, ChatModel } from "./state/chat_model.ts";
import type { Personal } from "./state/personal.ts";
import type { Author, Person, Presence } from "./state/wire.ts";
import { ScopeContext, useHub } from "./use_workspaces.ts";

/** Chat in the workspace in which the component is drawn, live while it is there; outside of chat's page the first one. */
export function useChat(): ChatModel {
  const { first } = useHub();
  const model = useContext(ScopeContext)?.model ?? first;
  useEffect(() => model.hold(), [model]);
  return model;
}

export function useChannels(): ChannelsState {
  const { channels } = useChat();
  return useSyncExternalStore(channels.subscribe, channels.get);
}

/** A part of what chat holds for this person; drawn anew only when that part changes. */
export function usePersonal<T>(pick: (state: Personal) => T): T {
  const { personal } = useChat();
  return useSyncExternalStore(personal.subscribe, () => pick(personal.get()));
}

/** A person as far as the page knows them; asks once for one that it does not know. */
export function usePerson(id: string | undefined): Person | undefined {
  const chat = useChat();
  const person = usePersonal((state) => id === undefined ? undefined : state.people.get(id));
  const missing = id !== undefined && person === undefined && !id.includes(":");
  useEffect(() => {
    if (missing) chat.rpc.call<Person>("chat.user.get", { user: id }).then((found) => chat.learn([found]), () => {});
  }, [chat, id, missing]);
  return person;
}

/** Whether somebody is there, kept current while the component is on the screen. */
export function usePresence(id: string | undefined): Presence | undefined {
  const { presence } = useChat();
  useEffect(() => id === undefined ? undefined : presence.watch(id), [presence, id]);
  return useSyncExternalStore(
    presence.states.subscribe,
    () => id === undefined ? undefined : presence.states.get().get(id),
  );
}

/** The person who looks, as an author. */
export function useAuthor(): Author {
  const { me } = useChat();
  return useMemo(() => ({ id: me.id, name: me.name, kind: "human" }), [me]);
}

/** Tells when something that was tried did not get through. */
export function attempt(action: Promise<unknown>, failed: string): void {
  action.catch((error) => toast({ tone: "bad", title: failed, description: RpcFailure.wrap(error).message }));
}
