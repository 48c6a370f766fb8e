import { useEffect, useState } from "react";
import { findChannel } from "./state/channel_list.ts";
import type { Channel } from "./state/wire.ts";
import { attempt, useChannels, useChat } from "./use_chat.ts";
import { t } from "./i18n/language.ts";

/** The conversation that the address names; one that this person is not in is looked up. */
export function useWantedChannel(wanted: string | undefined): { channel?: Channel; looking: boolean } {
  const chat = useChat();
  const { phase, items } = useChannels();
  const channel = wanted === undefined ? undefined : findChannel(items, wanted);
  const [missed, setMissed] = useState<string>();
  const unknown = phase === "ready" && wanted !== undefined && channel === undefined ? wanted : undefined;
  useEffect(() => {
    if (unknown === undefined) return;
    let left = false;
    const find = async () => {
      // Ids begin with what they are of; a channel may be called so as well.
      const [first, second] = unknown.startsWith("channel_") ? [unknown, `#${unknown}`] : [`#${unknown}`, unknown];
      const found = await chat.visit(first!) ?? await chat.visit(second!);
      if (!left && !found) setMissed(unknown);
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
