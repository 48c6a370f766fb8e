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
      const found = await chat.visit(unknown) ?? await chat.visit(`#${unknown}`);
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
