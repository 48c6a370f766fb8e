import { useEffect, useRef, useState } from "react";
import { findChannel } from "./state/channel_list.ts";
import type { Channel } from "./state/wire.ts";
import { attempt, useChannels, useChat } from "./use_chat.ts";
import { t } from "./i18n/language.ts";
import { useChatRoute, useHub } from "./use_workspaces.ts";

/** The conversation that the address names; one that this person is not in is looked up. */
export function useWantedChannel(wanted: string | undefined): { channel?: Channel; looking: boolean } {
  const chat = useChat();
  const hub = useHub();
  const { segments, hash, enter } = useChatRoute();
  const { phase, items } = useChannels();
  const channel = wanted === undefined ? undefined : findChannel(items, wanted);
  const [missed, setMissed] = useState<string>();
  const shown = useRef<{ wanted: string; id: string }>(undefined);
  useEffect(() => {
    if (channel && wanted !== undefined) shown.current = { wanted, id: channel.id };
  }, [channel?.id, wanted]);
  const unknown = phase === "ready" && wanted !== undefined && channel === undefined ? wanted : undefined;
  useEffect(() => {
    if (unknown === undefined) return;
    const before = shown.current;
    shown.current = undefined;
    // What stood here has just been deleted: nobody finds it, and the page is on its way elsewhere.
    if (before?.wanted === unknown && before.id === chat.ended.get()?.id) return setMissed(unknown);
    let left = false;
    const find = async () => {
      // Ids begin with what they are of; a channel may be called so as well.
      const [first, second] = unknown.startsWith("channel_") ? [unknown, `#${unknown}`] : [`#${unknown}`, unknown];
      const found = await chat.visit(first!) ?? await chat.visit(second!);
      if (left) return;
      if (!found) return setMissed(unknown);
      // Of another workspace, as a link or a notification names it: one goes there.
      if (found.workspaceId === chat.workspaceId) return;
      if (hub.board.state.get().phase !== "ready") await hub.board.load();
      if (left) return;
      const { items: workspaces } = hub.board.state.get();
      const there = workspaces.find(({ id }) => id === found.workspaceId);
      if (!there) return;
      enter(there, segments.join("/"), { replace: true, hash });
    };
    attempt(
      find().catch((error) => {
        if (!left) setMissed(unknown);
        throw error;
      }),
      t("The channel could not be looked up"),
    );
    return () => void (left = true);
  }, [chat, unknown]);
  return { channel, looking: unknown !== undefined && missed !== unknown };
}
