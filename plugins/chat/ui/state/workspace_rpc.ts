import type { RpcPort } from "@bulkhead/ui";

/** Calls that list or make something, and so are about one workspace; in all others an id says of which something is. */
const SCOPED = new Set([
  "snapshot",
  "sync",
  "channel.create",
  "channel.list",
  "channel.get",
  "channel.counts",
  "channel.mark_all_read",
  "dm.open",
  "dm.list",
  "section.create",
  "section.list",
  "thread.list",
  "thread.counts",
  "mention.list",
  "saved.list",
  "draft.list",
  "scheduled.list",
  "search.messages",
  "search.all",
  "search.suggest",
  "search.files",
  "search.recent",
  "search.remember",
  "search.forget",
  "user.list",
  "group.create",
  "group.list",
  "group.update",
  "group.set_members",
  "group.delete",
  "emoji.add",
  "emoji.add_alias",
  "emoji.list",
  "emoji.remove",
  "import.slack",
  "import.mattermost",
  "import.list",
  "export.workspace",
].map((name) => `chat.${name}`));

/** The same calls, each in a workspace; without one they mean the first. */
export function inWorkspace(rpc: RpcPort, workspaceId: string | undefined): RpcPort {
  if (workspaceId === undefined) return rpc;
  return {
    call: (method, params, options) =>
      rpc.call(method, SCOPED.has(method) ? { workspaceId, ...(params as object | undefined) } : params, options),
  };
}
