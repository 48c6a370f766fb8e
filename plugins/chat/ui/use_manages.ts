import type { Channel } from "./state/wire.ts";
import { useChat } from "./use_chat.ts";
import { useModerates } from "./use_moderates.ts";

/** Whether this person sets a channel up: who made it, whom they made a manager, and moderators of its workspace. */
export function useManages(channel: Channel): boolean {
  const { me } = useChat();
  const moderates = useModerates();
  return moderates || channel.role === "manager" || channel.createdBy === me.id;
}
