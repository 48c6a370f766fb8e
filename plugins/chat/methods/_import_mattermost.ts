import type { Context } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { EmojiName } from "../domain/directory.ts";
import { type ImportReport, leave } from "../domain/import_report.ts";
import { type Line, linesFrom } from "../domain/json_lines.ts";
import {
  archivePath,
  listIn,
  plain,
  type Raw,
  raw,
  reasonToLeave,
  staged,
  textIn,
  userName,
} from "../domain/mattermost_export.ts";
import { pictureType } from "../domain/media_type.ts";
import { readEntry, streamEntry, type ZipEntry, ZipFault } from "../domain/zip.ts";
import { emojiByName } from "../store/directory.ts";
import { type ImportName, importName, type ImportRow, putImport } from "../store/imports.ts";
import { isFirst } from "../store/workspaces.ts";
import { putEmoji } from "./_emoji.ts";
import type { Archive, ImportStep } from "./_import_step.ts";
import { Merge, Run } from "./_mattermost_order.ts";
import { type Place, placeOf, READ_SHARE, WHOLE } from "./_mattermost_place.ts";
import { filesOf, store } from "./_mattermost_files.ts";
import { writeMessages } from "./_mattermost_messages.ts";
import {
  CHANNEL,
  channelKey,
  type Into,
  join,
  type Joining,
  namesOf,
  takeBot,
  takeChannel,
  takeDirect,
  takeTeam,
  takeUser,
} from "./_mattermost_places.ts";

/** Longest line that is read: a post with all of its answers. */
const MAX_LINE_BYTES = 8 * 1024 * 1024;
/** So much is read in one transaction, about. */
const TOGETHER_BYTES = 1024 * 1024;
const MAX_EMOJI_BYTES = 256 * 1024;

/** Throws {@linkcode ZipFault} for an archive that is no bulk export of version 1. */
export async function checkMattermost(archive: Archive): Promise<void> {
  const stream = await streamEntry(archive.source, linesEntry(archive));
  for await (const [first] of linesFrom(stream, { maxBytes: MAX_LINE_BYTES })) {
    const line = raw(parsed(first!.text));
    if (line?.type === "version" && line.version === 1) return;
    break;
  }
  throw new ZipFault("Its lines do not begin with version 1 of Mattermost's bulk export");
}

function linesEntry({ entries }: Archive): ZipEntry {
  const all = entries.filter(({ name }) => /^[^/]+\.jsonl$/i.test(name));
  const chosen = all.find(({ name }) => name === "import.jsonl") ?? all[0];
  if (chosen) return chosen;
  throw new ZipFault("There is no file of JSON lines in it: expected an export as Mattermost makes it");
}

/** Reads on, then takes messages over in their order. */
export const takeMattermost: ImportStep = async (ctx, row, { archive, until }) => {
  let now = row;
  if (placeOf(now).phase === "read") now = await readOn(ctx, now, { archive, until });
  const place = placeOf(now);
  if (place.phase === "read") return now;
  const merge = new Merge(ctx.db, now.id, place);
  while (now.next < WHOLE && Date.now() < until) now = await writeMessages(ctx, now, { archive, merge });
  return now;
};

async function readOn(
  ctx: Context,
  row: ImportRow,
  { archive, until }: { archive: Archive; until: number },
): Promise<ImportRow> {
  const entry = linesEntry(archive);
  const place = placeOf(row) as Place & { phase: "read" };
  let now = row, batch: Line[] = [], from = place.offset;
  const stream = await streamEntry(archive.source, entry);
  for await (const lines of linesFrom(stream, { from, maxBytes: MAX_LINE_BYTES })) {
    batch.push(...lines);
    const to = lines.at(-1)!.next;
    if (to - from < TOGETHER_BYTES) continue;
    now = await takeLines(ctx, now, { archive, batch, share: to / entry.sizeBytes });
    batch = [];
    from = to;
    if (Date.now() >= until) return now;
  }
  if (batch.length > 0) now = await takeLines(ctx, now, { archive, batch, share: 1 });
  return ctx.db.transaction(() => {
    const report = JSON.parse(now.report) as ImportReport;
    leaveFiles(archive, entry, report);
    const { all } = placeOf(now);
    const place: Place = { phase: "write", at: -1, run: 0, n: 0, written: 0, all };
    const after = { ...now, report: JSON.stringify(report), place: JSON.stringify(place) };
    putImport(ctx.db, after);
    return after;
  });
}

/** What lies in the archive beside the lines and the files that they name. */
function leaveFiles({ entries }: Archive, lines: ZipEntry, report: ImportReport): void {
  for (const entry of entries) {
    if (entry === lines || entry.name.startsWith("data/") || entry.name.endsWith("/")) continue;
    leave(report, `files such as ${plain(entry.name.split("/").at(-1)!, 60)}`);
  }
}

async function takeLines(
  ctx: Context,
  row: ImportRow,
  { archive, batch, share }: { archive: Archive; batch: Line[]; share: number },
): Promise<ImportRow> {
  const report = JSON.parse(row.report) as ImportReport;
  const lines: Raw[] = [];
  for (const { text } of batch) {
    const line = text === undefined ? undefined : raw(parsed(text));
    if (line) lines.push(line);
    else if (text === undefined) leave(report, `lines longer than ${MAX_LINE_BYTES / 1_048_576} MB`);
    else if (text.trim() !== "") leave(report, "lines that are not JSON");
  }
  const pictures = await picturesOf(ctx, report, { archive, lines, workspaceId: row.workspace_id });
  return ctx.db.transaction(() => {
    const into: Into = { actor: JSON.parse(row.actor) as Actor, workspaceId: row.workspace_id };
    const joining: Joining = new Map();
    const run = new Run();
    const posts = new Posts(ctx, into, run, report);
    for (const line of lines) takeLine(ctx, into, { line, report, joining, posts, pictures });
    join(ctx, joining);
    const next = Math.max(1, Math.min(READ_SHARE, Math.floor(share * READ_SHARE)));
    const before = placeOf(row) as Place & { phase: "read" };
    run.write(ctx.db, row.id, before.runs);
    const { next: offset } = batch.at(-1)!;
    const place: Place = { phase: "read", offset, runs: before.runs + 1, all: before.all + run.size };
    const after = { ...row, next, total: WHOLE, report: JSON.stringify(report), place: JSON.stringify(place) };
    putImport(ctx.db, after);
    return after;
  });
}

interface Taking {
  line: Raw;
  report: ImportReport;
  joining: Joining;
  posts: Posts;
  /** Files of emoji, by name. */
  pictures: Map<string, string>;
}

function takeLine(ctx: Context, into: Into, { line, report, joining, posts, pictures }: Taking): void {
  const type = textIn(line, "type");
  const what = raw(line[type]) ?? {};
  switch (type) {
    case "version":
      return;
    case "team":
      return takeTeam(ctx, into, report, what);
    case "channel":
      return takeChannel(ctx, into, report, what);
    case "user":
      return takeUser(ctx, into, { report, user: what, joining });
    case "bot":
      return takeBot(ctx, into, report, what);
    case "emoji":
      return takeEmoji(ctx, into, report, { name: emojiName(what), pictures });
    case "direct_channel":
      takeDirect(ctx, into, report, { names: membersOf(what), header: textIn(what, "header"), counted: true });
      return;
    case "post":
    case "direct_post":
      return posts.take(what, type === "direct_post");
    case "scheme":
    case "role":
      return leave(report, "roles and permission schemes");
    default:
      leave(report, `entries of the type "${plain(type, 40)}"`);
  }
}

/** Names, or in later versions `{username}`. */
function membersOf(direct: Raw): unknown[] {
  const named = listIn(direct, "members");
  return named.length > 0 ? named : listIn(direct, "participants").map((each) => raw(each)?.username);
}

/** Puts the posts of some lines aside. */
class Posts {
  readonly #channels = new Map<string, ImportName>();

  constructor(readonly ctx: Context, readonly into: Into, readonly run: Run, readonly report: ImportReport) {}

  take(post: Raw, direct: boolean): void {
    const { report } = this;
    const replies = listIn(post, "replies").map((each) => raw(each) ?? {});
    report.messages.found += 1 + replies.length;
    const team = textIn(post, "team").toLowerCase();
    const channelId = direct
      ? takeDirect(this.ctx, this.into, report, { names: listIn(post, "channel_members"), counted: false })
      : this.#channel(team, textIn(post, "channel").toLowerCase())?.id;
    if (!channelId) {
      const why = direct
        ? "messages of direct conversations with somebody who is not here"
        : "messages of unknown channels";
      return leave(report, why, 1 + replies.length);
    }
    const place = { channelId, channelName: (name: string) => this.#channel(team, name)?.name };
    const root = { user: userName(post.user), at: Number(post.create_at) };
    this.#put(post, { place, begins: replies.length > 0 });
    for (const reply of replies) this.#put(reply, { place, root });
  }

  #channel(team: string, name: string): ImportName | undefined {
    const key = channelKey(team, name);
    if (key === undefined) return undefined;
    const known = this.#channels.get(key) ?? importName(this.ctx.db, namesOf(this.into, CHANNEL), key);
    if (known) this.#channels.set(key, known);
    return known;
  }

  #put(
    post: Raw,
    { place, root, begins }: {
      place: Parameters<typeof staged>[2];
      root?: { user: string; at: number };
      begins?: boolean;
    },
  ): void {
    const reason = reasonToLeave(post);
    if (reason !== undefined) return leave(this.report, reason);
    const message = staged(post, this.report, place);
    if (message.text === "" && !message.files) return leave(this.report, "messages without a text");
    if (root) message.root = root;
    if (begins) message.begins = true;
    // An answer whose clock was wrong does not come before what it answers.
    const at = root && Number.isFinite(root.at) ? Math.max(message.at, root.at) : message.at;
    this.run.add(at, message);
  }
}

/** Stores the pictures of emoji that are not here yet. */
async function picturesOf(
  ctx: Context,
  report: ImportReport,
  { archive, lines, workspaceId }: { archive: Archive; lines: Raw[]; workspaceId: string },
): Promise<Map<string, string>> {
  const pictures = new Map<string, string>();
  const wanted = lines.filter((line) => line.type === "emoji").map((line) => raw(line.emoji) ?? {});
  if (wanted.length === 0) return pictures;
  const files = filesOf(archive);
  const audience = isFirst(ctx.db, workspaceId) ? "role:guest" as const : `room:${workspaceId}` as const;
  for (const emoji of wanted) {
    const name = emojiName(emoji);
    if (name === undefined || emojiByName(ctx.db, workspaceId, name) || pictures.has(name)) continue;
    const entry = files.get(archivePath(textIn(emoji, "image")) ?? "");
    if (!entry || entry.sizeBytes > MAX_EMOJI_BYTES) continue;
    const content = await readEntry(archive.source, entry);
    const type = pictureType(content);
    if (type === undefined) continue;
    const stored = await store(ctx, report, { name, type, content, audience });
    if (stored) pictures.set(name, stored.id);
  }
  return pictures;
}

function emojiName(emoji: Raw): string | undefined {
  return EmojiName.safeParse(emoji.name).data;
}

function takeEmoji(
  ctx: Context,
  { actor, workspaceId }: Into,
  report: ImportReport,
  { name, pictures }: { name: string | undefined; pictures: Map<string, string> },
): void {
  const emoji = report.emoji!;
  emoji.found++;
  if (name === undefined) return leave(report, "emoji without a name");
  if (emojiByName(ctx.db, workspaceId, name)) return void emoji.known++;
  const file = pictures.get(name);
  if (file === undefined) return leave(report, "emoji without a small picture in the archive");
  putEmoji(ctx, actor, { workspace_id: workspaceId, name, file_id: file, alias_of: null });
  emoji.imported++;
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
