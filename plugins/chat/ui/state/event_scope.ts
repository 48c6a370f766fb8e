/** What an event is about, as far as it says of which workspace it is. */
interface About {
  id?: string;
  workspaceId?: string;
  channelId?: string;
  message?: { channelId: string };
  scheduled?: { channelId: string };
}

/**
 * Whether an event is of a workspace: those of all of them come over one connection. It names its workspace, or a channel that
 * is known there; what names neither is of people, who are the same everywhere.
 */
export function isOfWorkspace(
  { type, data }: { type: string; data: unknown },
  ours: string | undefined,
  knows: (channelId: string) => boolean,
): boolean {
  const { id, workspaceId, channelId, message, scheduled } = data as About;
  const named = type === "chat.workspace.updated" ? id : workspaceId;
  if (named !== undefined && ours !== undefined) return named === ours;
  const channel = channelId ?? message?.channelId ?? scheduled?.channelId;
  return channel === undefined || knows(channel);
}
