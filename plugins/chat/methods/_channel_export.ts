import { type Context, RpcError } from "@bulkhead/plugin";
import { presentExport } from "../domain/channel_export.ts";
import { dayHeading } from "../domain/day_text.ts";
import { presentPerson } from "../domain/person.ts";
import type { Attachment } from "../domain/message.ts";
import { type ZipSource, zipStream, ZipTooLarge } from "../domain/zip_stream.ts";
import { channelById, type ChannelRow } from "../store/channels.ts";
import { daysAfter } from "../store/days.ts";
import { agedExports, exportById, type ExportRow, putExport, removeExport, runningExports } from "../store/exports.ts";
import { fileNames, filesByName } from "../store/files.ts";
import { memberIds } from "../store/members.ts";
import { messagesAfter } from "../store/messages.ts";
import { personViews } from "../store/people.ts";
import { FILES, nameFiles } from "./_dav.ts";
import { dayPiece } from "./_day.ts";
import { channelRecords, type ExportRecord, linesOf, messageRecords } from "./_export_records.ts";

const PAGE = 500;
/** Whoever waits is told at most so often. */
const TELL_MS = 250;
/** So long a file can be downloaded. */
const KEPT_MS = 7 * 86_400_000;

/** Writes a channel into an archive, in the background. A restart begins it anew. */
export function beginExport(ctx: Context, id: string): void {
  ctx.schedule.after(`export ${id}`, 0, (ctx) => run(ctx, id));
}

/** After a start: those that it interrupted. */
export function resumeExports(ctx: Context): void {
  for (const { id } of runningExports(ctx.db)) beginExport(ctx, id);
}

/** Forgets what was exported a week ago, with its file. */
export function forgetExports(ctx: Context): void {
  const before = new Date(Date.now() - KEPT_MS).toISOString();
  for (const row of agedExports(ctx.db, before, PAGE)) dropExport(ctx, row);
}

/** Forgets one, with its file. */
export function dropExport(ctx: Context, { id, file_id }: ExportRow): void {
  removeExport(ctx.db, id);
  if (file_id === null) return;
  ctx.schedule.after(`file ${file_id}`, 0, async (ctx) => void await ctx.files.uploads.remove(file_id));
}

async function run(ctx: Context, id: string): Promise<void> {
  const row = exportById(ctx.db, id);
  if (row?.state !== "running") return;
  const work = { ...row, done: 0 };
  try {
    const content = ReadableStream.from(zipStream(sources(ctx, work), new Date()));
    const audience = `room:user-${row.user_id}` as const;
    const file = await ctx.files.uploads.create({ name: row.name, type: "application/zip", content, audience });
    end(ctx, { ...work, state: "done", done: row.total, file_id: file.id, size_bytes: file.sizeBytes });
  } catch (error) {
    if (ctx.signal.aborted) return;
    const known = error instanceof RpcError || error instanceof ZipTooLarge;
    if (!known) ctx.log.error("A channel was not exported", { id, error });
    end(ctx, { ...work, state: "failed", error: known ? (error as Error).message : "It could not be written" });
  }
}

function end(ctx: Context, row: ExportRow): void {
  ctx.db.transaction(() => putExport(ctx.db, row));
  tell(ctx, row);
}

/** Tells whoever asked how far it is. Volatile: chat.export.get has it as well. */
function tell(ctx: Context, row: ExportRow): void {
  ctx.sockets.room(`user-${row.user_id}`).send("chat.export.progress", presentExport(row));
}

/** What goes into the archive: one text of the whole channel, and its files. */
async function* sources(ctx: Context, work: ExportRow): AsyncGenerator<ZipSource> {
  const channel = there(ctx, work);
  // Texts name files as they are called in the archive.
  nameFiles(ctx, channel.id);
  let told = 0;
  const step = (count: number) => {
    there(ctx, work);
    work.done += count;
    if (Date.now() - told < TELL_MS) return;
    told = Date.now();
    ctx.db.transaction(() => putExport(ctx.db, work));
    tell(ctx, work);
  };
  yield work.format === "json"
    ? { name: `${channel.name}.ndjson`, content: records(ctx, channel, work.user_id, step) }
    : { name: `${channel.name}.md`, content: text(ctx, channel, step) };
  for (let after = "", more = true; more;) {
    const rows = filesByName(ctx.db, channel.id, after, PAGE);
    for (const { file_id, file_name, files } of rows) {
      step(1);
      const known = (JSON.parse(files) as Attachment[]).find(({ id }) => id === file_id);
      // What was taken away is named in the text, with what was found in it.
      if (known?.blocked !== undefined || await ctx.files.uploads.get(file_id) === undefined) continue;
      yield { name: `${FILES}/${file_name}`, content: await ctx.files.uploads.stream(file_id) };
    }
    more = rows.length === PAGE;
    after = rows.at(-1)?.file_name ?? after;
  }
}

function there(ctx: Context, { channel_id }: ExportRow): ChannelRow {
  const channel = channelById(ctx.db, channel_id);
  if (channel && channel.workspace_id !== "") return channel;
  throw new RpcError("not_found", "The channel was deleted meanwhile");
}

async function* records(ctx: Context, { id }: ChannelRow, userId: string, step: (count: number) => void) {
  yield linesOf(channelRecords(ctx, [id], userId));
  const members = memberIds(ctx.db, id);
  for (let from = 0; from < members.length; from += PAGE) {
    const people = personViews(ctx.db, members.slice(from, from + PAGE));
    yield linesOf(people.map((row) => ({ record: "person", ...presentPerson(row) })));
  }
  for (let after = 0, more = true; more;) {
    const rows = messagesAfter(ctx.db, id, after, PAGE);
    step(rows.length);
    yield linesOf(messageRecords(ctx, rows).map((record) => withPaths(ctx, record)));
    more = rows.length === PAGE;
    after = rows.at(-1)?.seq ?? after;
    await breath();
  }
}

/** Says of each file where it lies in the archive. */
function withPaths(ctx: Context, record: ExportRecord): ExportRecord {
  const files = record.files as Attachment[] | undefined;
  if (files === undefined) return record;
  const names = fileNames(ctx.db, files.map(({ id }) => id));
  const found = files.map((file) => ({ ...file, path: `${FILES}/${names.get(file.id) ?? file.name}` }));
  return { ...record, files: found };
}

async function* text(ctx: Context, { id, name }: ChannelRow, step: (count: number) => void) {
  const encoder = new TextEncoder();
  for (let day = "", more = true; more;) {
    const rows = daysAfter(ctx.db, id, day, 100);
    for (const row of rows) {
      let heading = dayHeading(`#${name}`, row.day);
      for (let cursor: string | undefined, goesOn = true; goesOn;) {
        const piece = dayPiece(ctx, row, cursor);
        // The lines that say who wrote are as many as the messages.
        step(piece.text.split("\n").filter((line) => /^(↳ )?\*\*/.test(line)).length);
        if (piece.text !== "") yield encoder.encode(heading + piece.text);
        if (piece.text !== "") heading = "";
        cursor = piece.next;
        goesOn = piece.next !== undefined;
        await breath();
      }
    }
    more = rows.length === 100;
    day = rows.at(-1)?.day ?? day;
  }
}

/** A long history must not hold up those who write just now. */
function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
