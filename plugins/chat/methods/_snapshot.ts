import { type Context, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { type Actor, seesPublicChannels } from "../domain/actor.ts";
import { Bookmark, presentBookmark } from "../domain/bookmark.ts";
import { Channel, presentChannel } from "../domain/channel.ts";
import { CustomEmoji, PeopleGroup, presentEmoji, presentGroup } from "../domain/directory.ts";
import { Message } from "../domain/message.ts";
import { presentSnippet, TextSnippet } from "../domain/text_snippet.ts";
import { Workspace } from "../domain/workspace.ts";
import { Person, presentPerson } from "../domain/person.ts";
import {
  Draft,
  Preferences,
  presentDraft,
  presentScheduled,
  presentSection,
  presentThreadState,
  Scheduled,
  Section,
  ThreadState,
} from "../domain/personal.ts";
import { bookmarksOf } from "../store/bookmarks.ts";
import { type ChangeRow, changesAfter, moreChangesThan } from "../store/changes.ts";
import { channelById, channelIdsIn, channelViews, joinedChannels } from "../store/channels.ts";
import { emojiAfter, groupById, groupMembers, groupsAfter } from "../store/directory.ts";
import { messagesByIds } from "../store/messages.ts";
import { personViews } from "../store/people.ts";
import { draft, drafts, saved, savedBefore, scheduledOf, sections } from "../store/personal.ts";
import { snippet } from "../store/snippets.ts";
import { followedThreads, threadState } from "../store/threads.ts";
import { EVERYWHERE, positionIn, workspaceBy, type WorkspaceRow } from "../store/workspaces.ts";
import { maySee } from "./_access.ts";
import { refusedFiles } from "./_files.ts";
import { preferencesFor } from "./_preferences.ts";
import { presentAll } from "./_publish.ts";
import { presentWorkspace } from "./_workspaces.ts";

/** More changes than this are not told one by one: a new snapshot is smaller. */
const MAX_BEHIND = 10_000;

/** What a client starts with in a workspace. */
export const Snapshot = z.object({
  seq: z.int().describe("The position at which all this is so: chat.sync goes on from here"),
  workspace: Workspace,
  me: Person,
  channels: z.array(Channel).describe("Those that the caller is in, direct conversations too"),
  sections: z.array(Section),
  drafts: z.array(Draft),
  preferences: Preferences,
  threads: z.object({
    unread: z.int().describe("Followed threads with something new"),
    mentions: z.int(),
  }),
  people: z.array(Person).describe("Those in direct conversations; of others chat.user.list tells"),
  emoji: z.array(CustomEmoji).describe("The first thousand"),
  groups: z.array(PeopleGroup).describe("The first 200"),
  scheduled: z.array(Scheduled),
  saved: z.array(z.string()).describe("Ids of saved messages that are not done, the newest 500"),
  refusedFiles: z.array(z.string()).describe("Ends of names of files that are not taken, such as .exe"),
});

/** Everything that a client needs to begin, read at one position. */
export function takeSnapshot(ctx: Context, actor: Actor, workspace: WorkspaceRow): z.output<typeof Snapshot> {
  const { id } = workspace;
  const channels = joinedChannels(ctx.db, id, actor.id).map(presentChannel);
  const threads = followedThreads(ctx.db, id, actor.id);
  const insider = seesPublicChannels(actor.role);
  const people = new Set([actor.id, ...channels.flatMap((channel) => channel.people ?? [])]);
  const views = personViews(ctx.db, [...people].slice(0, 2_000)).map((row) => presentPerson(row));
  return {
    seq: positionIn(ctx.db, id).seq,
    workspace: presentWorkspace(ctx, actor, workspace),
    me: views.find((person) => person.id === actor.id) ?? nobody(actor),
    channels,
    sections: sections(ctx.db, id, actor.id).map(presentSection),
    drafts: drafts(ctx.db, id, actor.id).map(presentDraft),
    preferences: preferencesFor(ctx, actor.id),
    threads: {
      unread: threads.filter((thread) => thread.unread > 0).length,
      mentions: threads.reduce((sum, thread) => sum + thread.mentions, 0),
    },
    people: views.filter((person) => person.id !== actor.id),
    emoji: emojiAfter(ctx.db, id, "", 1_000).map(presentEmoji),
    groups: insider
      ? groupsAfter(ctx.db, id, "", 200).map((group) => presentGroup(group, groupMembers(ctx.db, group.id)))
      : [],
    scheduled: scheduledOf(ctx.db, id, actor.id, 200).map(presentScheduled),
    saved: savedBefore(ctx.db, actor.id, {
      workspaceId: id,
      done: false,
      before: Number.MAX_SAFE_INTEGER,
      limit: 500,
    }).map((row) => row.message_id),
    refusedFiles: refusedFiles(ctx),
  };
}

/** A workflow or plugin: it has no row among the people. */
function nobody(actor: Actor): Person {
  return { id: actor.id, name: actor.name, role: actor.role, profile: {}, rev: 0 };
}

/** What is different since a position: each thing once, as it is now. */
export const Changes = z.object({
  seq: z.int().describe("The position up to which this tells: the next call goes on from here"),
  hasMore: z.boolean().describe("Call again at once with seq"),
  messages: z.array(Message).describe("New and changed ones, tombstones too, in channels that the caller is in"),
  channels: z.array(Channel).describe("With their counts, also where only those changed"),
  gone: z.array(z.string()).describe("Ids of channels that the caller cannot see or is not in any more"),
  threads: z.array(ThreadState),
  people: z.array(Person),
  drafts: z.array(Draft).describe("One with an empty text is gone"),
  sections: z.array(Section).optional().describe("All of them, when one changed; so with the following"),
  preferences: Preferences.optional(),
  scheduled: z.array(Scheduled).optional(),
  saved: z.array(z.object({ messageId: z.string(), state: z.enum(["saved", "done", "removed"]) })),
  groups: z.array(PeopleGroup),
  groupsGone: z.array(z.string()),
  emoji: z.array(CustomEmoji).optional(),
  snippets: z.array(TextSnippet).describe("Those that were kept or changed"),
  snippetsGone: z.array(z.string()),
  bookmarks: z.array(z.object({ channelId: z.string(), items: z.array(Bookmark) })),
  workspace: Workspace.optional(),
});

/** Changes in a workspace after a position that the actor may know of. Throws `resync_required` when they cannot all be told. */
export function changesSince(
  ctx: Context,
  actor: Actor,
  { workspaceId, since, limit }: { workspaceId: string; since: number; limit: number },
): z.output<typeof Changes> {
  const { seq, changesFrom } = positionIn(ctx.db, workspaceId);
  // Positions between may be those of other workspaces: only when there are so many it is worth counting.
  const far = seq - since > MAX_BEHIND &&
    [workspaceId, EVERYWHERE].some((id) => moreChangesThan(ctx.db, id, since, MAX_BEHIND));
  if (since > seq || since < changesFrom || far) {
    throw new RpcError("precondition_failed", `What happened since position ${since} is not told one by one`, {
      reason: "resync_required",
      path: "/since",
      hint: "Take chat.snapshot and go on from its seq",
    });
  }
  const mine = new Set(channelIdsIn(ctx.db, workspaceId, actor.id));
  const insider = seesPublicChannels(actor.role);
  const rows = changesAfter(ctx.db, workspaceId, since, limit);
  const seen = rows.filter((row) => {
    if (row.user_id !== null) return row.user_id === actor.id;
    return mine.has(row.channel_id ?? row.ref) || (row.channel_id === null && insider);
  });
  const hasMore = rows.length === limit && rows.at(-1)!.seq < seq;
  const now = asTheyAre(ctx, actor, { workspaceId, rows: seen, mine });
  return { seq: hasMore ? rows.at(-1)!.seq : seq, hasMore, ...now };
}

function asTheyAre(
  ctx: Context,
  actor: Actor,
  { workspaceId, rows, mine }: { workspaceId: string; rows: ChangeRow[]; mine: Set<string> },
) {
  const refs = (kind: ChangeRow["kind"]) => [...new Set(rows.filter((row) => row.kind === kind).map((row) => row.ref))];
  const changed = messagesByIds(ctx.db, refs("message"));
  // An answer changes how many there are below the first message.
  const roots = changed.flatMap((row) => row.thread_id ?? []);
  const messages = presentAll(ctx, messagesByIds(ctx.db, [...new Set([...changed.map((row) => row.id), ...roots])]));
  const touched = new Set([...refs("channel"), ...refs("read"), ...changed.map((row) => row.channel_id)]);
  const came = refs("member");
  // A public channel that became private is gone for who is not in it.
  const visible = [...new Set([...touched, ...came])].filter((id) => {
    const channel = channelById(ctx.db, id);
    return channel !== undefined && maySee(ctx, actor, channel);
  });
  const threads = [...new Set([...refs("thread"), ...roots])]
    .flatMap((id) => threadState(ctx.db, actor.id, id) ?? []).filter((row) => mine.has(row.channel_id));
  const snippets = refs("snippet").map((id) => ({ id, row: snippet(ctx.db, actor.id, id) }));
  const groups = refs("group").map((id) => ({ id, row: groupById(ctx.db, id) }));
  return {
    messages,
    channels: channelViews(ctx.db, visible, actor.id).map(presentChannel),
    gone: [...new Set([...touched, ...came])].filter((id) =>
      !visible.includes(id) || (came.includes(id) && !mine.has(id))
    ),
    threads: threads.map(presentThreadState),
    people: personViews(ctx.db, refs("person")).map((row) => presentPerson(row)),
    drafts: refs("draft").flatMap((ref) => {
      const [channelId, threadId = ""] = ref.split("/");
      const row = draft(ctx.db, actor.id, channelId!, threadId);
      return row ? [presentDraft(row)] : [];
    }),
    ...(refs("section").length > 0 ? { sections: sections(ctx.db, workspaceId, actor.id).map(presentSection) } : {}),
    ...(refs("preferences").length > 0 ? { preferences: preferencesFor(ctx, actor.id) } : {}),
    ...(refs("scheduled").length > 0
      ? { scheduled: scheduledOf(ctx.db, workspaceId, actor.id, 200).map(presentScheduled) }
      : {}),
    saved: refs("saved").map((messageId) => {
      const row = saved(ctx.db, actor.id, messageId);
      const state = row === undefined ? "removed" as const : row.done_at === null ? "saved" as const : "done" as const;
      return { messageId, state };
    }),
    groups: groups.flatMap(({ row }) => row ? [presentGroup(row, groupMembers(ctx.db, row.id))] : []),
    groupsGone: groups.filter(({ row }) => !row).map((group) => group.id),
    snippets: snippets.flatMap(({ row }) => row ? [presentSnippet(row)] : []),
    snippetsGone: snippets.filter(({ row }) => !row).map(({ id }) => id),
    ...(refs("emoji").length > 0 ? { emoji: emojiAfter(ctx.db, workspaceId, "", 1_000).map(presentEmoji) } : {}),
    bookmarks: [...touched].filter((id) => mine.has(id) && refs("channel").includes(id))
      .map((channelId) => ({ channelId, items: bookmarksOf(ctx.db, channelId).map(presentBookmark) })),
    ...(refs("workspace").length > 0
      ? { workspace: presentWorkspace(ctx, actor, workspaceBy(ctx.db, workspaceId)!) }
      : {}),
  };
}
