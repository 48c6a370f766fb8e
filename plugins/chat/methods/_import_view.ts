import type { Context } from "@bulkhead/plugin";
import { z } from "zod";
import { Time } from "../domain/time.ts";
import type { ImportRow } from "../store/imports.ts";

const count = z.int();

/** How far an archive is taken over, and what came of it. */
export const Import = z.object({
  id: z.string(),
  kind: z.enum(["slack", "mattermost"]).describe("The chat whose archive it is"),
  fileName: z.string(),
  by: z.string().describe("Name of who began it"),
  state: z.enum(["running", "done", "failed"]),
  done: count.describe("How much of total is done: the days of a Slack export, thousandths of one of Mattermost"),
  total: count,
  error: z.string().optional(),
  at: Time,
  report: z.object({
    users: z.object({ found: count, here: count }),
    channels: z.object({ found: count, created: count, existing: count }),
    messages: z.object({ found: count, imported: count, known: count.describe("Were here already") }),
    threads: count,
    reactions: z.object({ found: count, imported: count }),
    files: z.object({ found: count, linked: count, stored: count.optional() }),
    pins: count,
    teams: z.object({ found: count }).optional().describe("Of archives that hold them; so with the following"),
    directs: z.object({ found: count, created: count, existing: count }).optional(),
    emoji: z.object({ found: count, imported: count, known: count }).optional(),
    left: z.record(z.string(), count).describe("What was not taken over: how many, by reason"),
  }),
});

/** Tells whoever began it how far it is, on all of their devices. Volatile: chat.import.get has it as well. */
export function tellImport(ctx: Context, row: ImportRow): void {
  const { id } = JSON.parse(row.actor) as { id: string };
  ctx.sockets.room(`user-${id}`).send("chat.import.progress", presentImport(row));
}

export function presentImport(row: ImportRow): z.output<typeof Import> {
  return {
    id: row.id,
    kind: row.kind,
    fileName: row.file_name,
    by: (JSON.parse(row.actor) as { name: string }).name,
    state: row.state,
    done: Math.min(row.next, row.total),
    total: row.total,
    ...(row.error === null ? {} : { error: row.error }),
    at: row.at,
    report: JSON.parse(row.report),
  };
}
