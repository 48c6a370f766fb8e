import type { Context } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { newId } from "../domain/ids.ts";
import { emptyReport, type ImportReport, leave } from "../domain/import_report.ts";
import {
  nameOf,
  reasonToLeave,
  type SlackChannel,
  type SlackMessage,
  type SlackUser,
  textOf,
  timeOf,
} from "../domain/slack_export.ts";
import { type ByteSource, readEntry, type ZipEntry, ZipFault } from "../domain/zip.ts";
import {
  channelById,
  channelByName,
  type ChannelRow,
  insertChannel,
  setArchivedAt,
  setChannel,
} from "../store/channels.ts";
import {
  hasMessage,
  type ImportedMessage,
  importName,
  importNames,
  type ImportRow,
  insertImported,
  putImport,
  putImportName,
  readUpTo,
} from "../store/imports.ts";
import { personByHandle } from "../store/people.ts";
import { nextSeqs } from "../store/workspaces.ts";
import type { ImportStep } from "./_import_step.ts";
import { admit } from "./_membership.ts";
import { changeChannel } from "./_tell.ts";
import { insidersOf } from "./_workspaces.ts";

/** So many messages are one transaction, at least: each waits for the disk once, and holds up others for a tenth of a second. */
const TOGETHER = 2_000;

/** Takes over as many days of a Slack export as there is time for. */
export const takeSlack: ImportStep = async (ctx, row, { archive: { source, entries }, until }) => {
  const days = entries.filter(({ name }) => DAY.test(name)).sort((a, b) => a.name < b.name ? -1 : 1);
  let now = row;
  if (now.next === 0) now = await takeNames(ctx, now, { source, entries, days: days.length });
  while (now.next <= days.length && Date.now() < until) now = await takeDays(ctx, now, source, days);
  return now;
};

const DAY = /^([^/]+)\/\d{4}-\d{2}-\d{2}\.json$/;

async function json<T>(source: ByteSource, entry: ZipEntry | undefined): Promise<T[]> {
  if (!entry) return [];
  try {
    const value = JSON.parse(new TextDecoder().decode(await readEntry(source, entry)));
    if (Array.isArray(value)) return value.filter((each) => typeof each === "object" && each !== null);
  } catch (error) {
    if (error instanceof ZipFault) throw error;
  }
  throw new ZipFault(`"${entry.name}" does not hold a list in JSON`);
}

async function takeNames(
  ctx: Context,
  row: ImportRow,
  { source, entries, days }: { source: ByteSource; entries: ZipEntry[]; days: number },
): Promise<ImportRow> {
  const file = (name: string) => entries.find((entry) => entry.name === name);
  const users = await json<SlackUser>(source, file("users.json"));
  const lists: [SlackChannel, "channel" | "private" | "direct"][] = [];
  for (
    const [name, kind] of [["channels", "channel"], ["groups", "private"], ["mpims", "direct"], [
      "dms",
      "direct",
    ]] as const
  ) {
    for (const channel of await json<SlackChannel>(source, file(`${name}.json`))) lists.push([channel, kind]);
  }
  return ctx.db.transaction(() => {
    const report = emptyReport("slack");
    report.users.found = users.length;
    for (const user of users) {
      const here = personByHandle(ctx.db, (user.name ?? "").toLowerCase());
      if (here) report.users.here++;
      putImportName(ctx.db, { workspaceId: row.workspace_id, kind: "user" }, String(user.id), {
        id: here?.id ?? null,
        name: nameOf(user),
      });
    }
    for (const [channel, kind] of lists) takeChannel(ctx, row, report, channel, kind);
    const known = new Set([
      "users.json",
      "channels.json",
      "groups.json",
      "mpims.json",
      "dms.json",
      "integration_logs.json",
    ]);
    for (const { name } of entries) {
      if (!known.has(name) && !DAY.test(name) && !name.endsWith("/")) leave(report, `files such as ${kindOf(name)}`);
    }
    const next = { ...row, next: 1, total: days + 1, report: JSON.stringify(report) };
    putImport(ctx.db, next);
    return next;
  });
}

function kindOf(name: string): string {
  return name.includes("/") ? `*/${name.split("/").at(-1)!.replace(/^[^.]*/, "*")}`.slice(0, 60) : name.slice(0, 60);
}

function takeChannel(
  ctx: Context,
  { actor: by, workspace_id: workspaceId }: ImportRow,
  report: ImportReport,
  slack: SlackChannel,
  kind: "channel" | "private" | "direct",
): void {
  report.channels.found++;
  const actor = JSON.parse(by) as Actor;
  const names = (kind: string) => ({ workspaceId, kind });
  // Direct conversations lie in a folder with their id, channels in one with their name.
  const folder = slack.name ?? slack.id;
  const members = (Array.isArray(slack.members) ? slack.members : []).flatMap((id) =>
    importName(ctx.db, names("user"), String(id))?.id ?? []
  );
  if (kind === "direct") {
    leave(report, "direct conversations: they stay with their people");
    return;
  }
  const name = (slack.name ?? slack.id).toLowerCase().replace(/[^\p{Ll}\p{Lo}\p{N}_-]/gu, "-").replace(/^[_-]+/, "")
    .slice(0, 80);
  const wanted = slack.is_general ? "general" : name === "" ? slack.id.toLowerCase() : name;
  const known = channelByName(ctx.db, workspaceId, wanted);
  // Private words do not go into a public channel that happens to have the same name, nor the other way round.
  const fits = known && (known.private === 1) === (kind === "private") ? known : undefined;
  let channel: ChannelRow;
  if (fits) {
    report.channels.existing++;
    channel = fits;
  } else {
    report.channels.created++;
    const id = newId("channel");
    insertChannel(ctx.db, {
      id,
      workspace_id: workspaceId,
      name: known ? `${wanted.slice(0, 70)}-slack` : wanted,
      private: kind === "private" ? 1 : 0,
      topic: String(slack.topic?.value ?? "").slice(0, 250),
      created_by: actor.id,
      created_at: new Date().toISOString(),
    });
    setChannel(ctx.db, channelById(ctx.db, id)!, { purpose: String(slack.purpose?.value ?? "").slice(0, 1_000) });
    if (slack.is_archived) setArchivedAt(ctx.db, id, new Date().toISOString());
    channel = channelById(ctx.db, id)!;
    changeChannel(ctx, channel);
  }
  // Somebody has to be in it who can let others in.
  const inside = insidersOf(ctx, workspaceId, members);
  admit(ctx, channel, [...new Set(inside.length > 0 ? inside : [actor.id])]);
  putImportName(ctx.db, names("folder"), folder, { id: channel.id, name: channel.name });
  putImportName(ctx.db, names("channel"), slack.id, { id: channel.id, name: channel.name });
}

/** Takes over as many days as make one transaction. */
async function takeDays(ctx: Context, row: ImportRow, source: ByteSource, days: ZipEntry[]): Promise<ImportRow> {
  const batch: { folder: string; messages: SlackMessage[] }[] = [];
  let next = row.next;
  for (let count = 0; count < TOGETHER && next <= days.length; next++) {
    const day = days[next - 1]!;
    const messages = await json<SlackMessage>(source, day);
    count += messages.length;
    batch.push({ folder: DAY.exec(day.name)![1]!, messages });
  }
  return ctx.db.transaction(() => {
    const report = JSON.parse(row.report) as ImportReport;
    for (const { folder, messages } of batch) {
      report.messages.found += messages.length;
      const channelId = importName(ctx.db, { workspaceId: row.workspace_id, kind: "folder" }, folder)?.id ?? null;
      if (channelId === null) leave(report, "messages of direct conversations and unknown channels", messages.length);
      else takeMessages(ctx, report, { workspaceId: row.workspace_id, channelId, messages });
    }
    const after = { ...row, next, report: JSON.stringify(report) };
    putImport(ctx.db, after);
    return after;
  });
}

function takeMessages(
  ctx: Context,
  report: ImportReport,
  { workspaceId, channelId, messages }: { workspaceId: string; channelId: string; messages: SlackMessage[] },
): void {
  const users = importNames(ctx.db, { workspaceId, kind: "user" });
  const channels = importNames(ctx.db, { workspaceId, kind: "channel" });
  const names = {
    user: (id: string) => users.get(id)?.name.replace(/\s+/g, "."),
    channel: (id: string) => channels.get(id)?.name,
  };
  const wanted: SlackMessage[] = [];
  for (const message of messages) {
    const reason = reasonToLeave(message);
    if (reason === undefined) wanted.push(message);
    else leave(report, reason);
  }
  if (wanted.length === 0) return;
  wanted.sort((a, b) => Number(a.ts) - Number(b.ts));
  const first = nextSeqs(ctx.db, workspaceId, wanted.length);
  for (const [n, message] of wanted.entries()) {
    const text = textOf(message, names, report);
    if (text === "") {
      leave(report, "messages without a text");
      continue;
    }
    const row = rowOf(ctx, { message, text, channelId, users }, report);
    if (insertImported(ctx.db, row, first + n)) {
      report.messages.imported++;
      report.reactions.imported += row.reactions.length;
      if (row.pinned) report.pins++;
      if (message.thread_ts !== undefined && message.thread_ts === message.ts) report.threads++;
    } else report.messages.known++;
  }
  readUpTo(ctx.db, channelId, first + wanted.length - 1);
}

function rowOf(
  ctx: Context,
  { message, text, channelId, users }: {
    message: SlackMessage;
    text: string;
    channelId: string;
    users: Map<string, { id: string | null; name: string }>;
  },
  report: ImportReport,
): ImportedMessage {
  const ts = message.ts!;
  const known = users.get(message.user ?? "");
  const answers = message.thread_ts !== undefined && message.thread_ts !== ts;
  const threadId = answers ? idOf(channelId, message.thread_ts!) : null;
  const orphan = threadId !== null && !hasMessage(ctx.db, threadId);
  if (orphan) leave(report, "threads without their first message: their answers stand in the channel");
  const reactions = (Array.isArray(message.reactions) ? message.reactions : []).flatMap(({ name, users: who }) => {
    const ids = Array.isArray(who) ? who.map(String) : [];
    report.reactions.found += ids.length;
    if (typeof name !== "string" || name === "" || name.length > 64 || /[\s\p{Cc}]/u.test(name)) {
      leave(report, "reactions without a name", ids.length);
      return [];
    }
    return ids.map((id) => ({ emoji: name, userId: users.get(id)?.id ?? `slack:${id}` }));
  });
  const name = known?.name ?? message.username ?? message.user_profile?.real_name ?? message.user ?? "Slack";
  return {
    id: idOf(channelId, ts),
    channelId,
    text,
    authorId: known?.id ?? `slack:${message.user ?? message.bot_id ?? "unknown"}`,
    authorName: String(name).slice(0, 80),
    authorKind: message.bot_id !== undefined && known === undefined ? "plugin" : "human",
    createdAt: timeOf(ts),
    editedAt: /^\d{9,11}\.\d{1,6}$/.test(message.edited?.ts ?? "") ? timeOf(message.edited!.ts!) : null,
    threadId: orphan ? null : threadId,
    inChannel: message.subtype === "thread_broadcast",
    pinned: Array.isArray(message.pinned_to) && message.pinned_to.length > 0,
    reactions,
  };
}

/** The same message has the same id however often it is taken over. */
function idOf(channelId: string, ts: string): string {
  return `message_s${channelId.slice(channelId.indexOf("_") + 1)}_${ts.replace(".", "_")}`;
}
