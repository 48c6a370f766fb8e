import { Activity, memo, useState } from "react";
import { titleOf } from "../state/channel_list.ts";
import type { Channel } from "../state/wire.ts";
import { ConversationView } from "./conversation_view.tsx";

/** So many conversations stay as they were drawn when another one is opened: going back is only showing them again. */
const KEPT = 4;

export interface ConversationsProps {
  items: readonly Channel[];
  /** The one that is open. */
  current?: Channel;
  onBack(): void;
}

/** The open conversation, and behind it, hidden and at rest, those that were open last. */
export function Conversations({ items, current, onBack }: ConversationsProps) {
  const [recent, setRecent] = useState<readonly string[]>([]);
  if (current && recent[0] !== current.id) {
    setRecent([current.id, ...recent.filter((id) => id !== current.id)].slice(0, KEPT));
  }
  const calls = items.reduce((sum, each) => sum + (each.mentions ?? 0), 0);
  // In a fixed order: what is moved in the page would be laid out anew.
  const kept = items.filter(({ id }) => recent.includes(id) || id === current?.id)
    .sort((left, right) => left.id < right.id ? -1 : 1);
  return (
    <>
      {current && <title>{`${calls > 0 ? `(${calls}) ` : ""}${titleOf(current)} · Bulkhead`}</title>}
      {kept.map((channel) => (
        <Activity key={channel.id} mode={channel.id === current?.id ? "visible" : "hidden"}>
          <Kept channel={channel} onBack={onBack} />
        </Activity>
      ))}
    </>
  );
}

const Kept = memo(ConversationView, (before, after) => before.channel === after.channel);
