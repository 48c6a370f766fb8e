import type { Context } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { type ImportReport, leave } from "../domain/import_report.ts";
import { messageIdOf, type StagedMessage } from "../domain/mattermost_export.ts";
import type { Attachment } from "../domain/message.ts";
import {
  dropParts,
  hasMessage,
  type ImportedMessage,
  type ImportName,
  importNames,
  type ImportRow,
  insertImported,
  putImport,
  readUpTo,
  standing,
} from "../store/imports.ts";
import { nextSeqs } from "../store/workspaces.ts";
import type { Archive } from "./_import_step.ts";
import { type Place, placeOf, READ_SHARE, WHOLE } from "./_mattermost_place.ts";
import { filesOf, storeFile } from "./_mattermost_files.ts";
import type { Merge, Turn } from "./_mattermost_order.ts";
import { BOT, openEmpty, USER } from "./_mattermost_places.ts";
import { tellOfFiles } from "./_publish.ts";

/** So many messages are one transaction: each waits for the disk once, and holds up others for a tenth of a second. */
const TOGETHER = 2_000;
/** Fewer when they have files: so many bytes of those are stored between two looks at the clock, about. */
const TOGETHER_BYTES = 64 * 1024 * 1024;

interface Ready extends Turn {
  files: Attachment[];
}

/** Takes the next messages over in the order in which they were written; after the last one the import is whole. */
export async function writeMessages(
  ctx: Context,
  row: ImportRow,
  { archive, merge }: { archive: Archive; merge: Merge },
): Promise<ImportRow> {
  const place = placeOf(row) as Place & { phase: "write" };
  const report = JSON.parse(row.report) as ImportReport;
  const turns: Ready[] = [];
  const files = filesOf(archive);
  for (let bytes = 0; turns.length < TOGETHER && bytes <= TOGETHER_BYTES;) {
    const turn = merge.next();
    if (!turn) break;
    const { message } = turn;
    const stored: Attachment[] = [];
    if (message.files && newIdOf(ctx, message) !== undefined) {
      for (const path of message.files) {
        const entry = files.get(path);
        const file = await storeFile(ctx, report, {
          archive,
          entry,
          path,
          channelId: message.channelId,
          workspaceId: row.workspace_id,
        });
        if (file) stored.push(file);
        bytes += file?.sizeBytes ?? 0;
      }
    }
    turns.push({ ...turn, files: stored });
  }
  if (turns.length === 0) return finished(ctx, row);
  return ctx.db.transaction(() => {
    insertAll(ctx, row.workspace_id, report, turns);
    const { at, run, n } = turns.at(-1)!;
    const written = place.written + turns.length;
    const next = READ_SHARE + Math.floor((WHOLE - READ_SHARE - 1) * written / Math.max(place.all, 1));
    const after: ImportRow = {
      ...row,
      next: Math.min(next, WHOLE - 1),
      report: JSON.stringify(report),
      place: JSON.stringify({ ...place, at, run, n, written }),
    };
    putImport(ctx.db, after);
    return after;
  });
}

function finished(ctx: Context, row: ImportRow): ImportRow {
  dropParts(ctx.db, row.id);
  return ctx.db.transaction(() => {
    openEmpty(ctx, { actor: JSON.parse(row.actor) as Actor, workspaceId: row.workspace_id });
    const after = { ...row, next: WHOLE, place: null };
    putImport(ctx.db, after);
    return after;
  });
}

function insertAll(ctx: Context, workspaceId: string, report: ImportReport, turns: Ready[]): void {
  const users = importNames(ctx.db, { workspaceId, kind: USER }),
    bots = importNames(ctx.db, { workspaceId, kind: BOT });
  const first = nextSeqs(ctx.db, workspaceId, turns.length);
  const last = new Map<string, number>();
  /** Most answers come soon after what they answer. */
  const begun = new Set<string>();
  for (const [n, { message, files }] of turns.entries()) {
    if (message.text === "" && files.length === 0 && newIdOf(ctx, message) !== undefined) {
      leave(report, "messages without a text");
      continue;
    }
    const row = rowOf(ctx, { message, files, users, bots, begun }, report);
    if (!insert(ctx, row, message, first + n)) {
      report.messages.known++;
      continue;
    }
    report.messages.imported++;
    report.reactions.imported += row.reactions.length;
    report.files.stored = (report.files.stored ?? 0) + files.length;
    if (row.pinned) report.pins++;
    if (message.begins) {
      report.threads++;
      begun.add(row.id);
    }
    last.set(message.channelId, first + n);
    // A virus scanner looks at what comes from elsewhere as at everything else.
    if (files.length > 0) tellOfFiles(ctx, { ...row, author: { id: row.authorId }, files });
  }
  for (const [channelId, seq] of last) readUpTo(ctx.db, channelId, seq);
}

/** Adds a message; false when it is here. */
function insert(ctx: Context, row: ImportedMessage, message: StagedMessage, seq: number): boolean {
  if (insertImported(ctx.db, row, seq)) return true;
  const id = newIdOf(ctx, message);
  if (id === undefined) return false;
  row.id = id;
  return insertImported(ctx.db, row, seq);
}

/** The id of a message that is not here; undefined when it is. Two of one sender in one millisecond are two, by their texts. */
function newIdOf({ db }: Context, { channelId, user, at, text, editedAt }: StagedMessage): string | undefined {
  for (let n = 1; n < 100; n++) {
    const id = messageIdOf(channelId, { user, at }, n);
    const here = standing(db, id);
    if (!here) return id;
    // Edited there or here, or deleted here: it is the same all the same.
    const same = here.text === text || editedAt !== undefined || here.edited_at !== null || here.deleted_at !== null;
    if (same) return undefined;
  }
  return undefined;
}

function rowOf(
  ctx: Context,
  { message, files, users, bots, begun }: {
    message: StagedMessage;
    files: Attachment[];
    users: Map<string, ImportName>;
    bots: Map<string, ImportName>;
    begun: Set<string>;
  },
  report: ImportReport,
): ImportedMessage {
  const { channelId, user, text, at, editedAt, root, shownAs } = message;
  const known = users.get(user);
  const rootId = root && Number.isFinite(root.at) ? messageIdOf(channelId, root) : undefined;
  const threadId = rootId !== undefined && (begun.has(rootId) || hasMessage(ctx.db, rootId)) ? rootId : null;
  if (root && threadId === null) {
    leave(report, "threads without their first message: their answers stand in the channel");
  }
  const isBot = shownAs !== undefined || bots.has(user);
  return {
    id: messageIdOf(channelId, { user, at }),
    channelId,
    text,
    authorId: shownAs === undefined && known?.id ? known.id : `mattermost:${user}`,
    authorName: shownAs ?? known?.name ?? user,
    authorKind: isBot ? "plugin" : "human",
    createdAt: new Date(at).toISOString(),
    editedAt: editedAt === undefined ? null : new Date(editedAt).toISOString(),
    threadId,
    inChannel: false,
    pinned: message.pinned === true,
    reactions: (message.reactions ?? []).map(([emoji, who]) => ({
      emoji,
      userId: users.get(who)?.id ?? `mattermost:${who}`,
    })),
    ...files.length > 0 ? { files } : {},
  };
}
