import { z } from "zod";
import type { ExportRow } from "../store/exports.ts";
import { Time } from "./time.ts";

export const ExportFormat = z.enum(["json", "markdown"]).describe(
  "json: one JSON object a line, as chat.export.workspace writes them; markdown: to be read, day by day",
);

/** A channel that is written into an archive. */
export const ChannelExport = z.object({
  id: z.string(),
  channelId: z.string(),
  format: ExportFormat,
  state: z.enum(["running", "done", "failed"]),
  done: z.int().describe("Of total, which are messages and files"),
  total: z.int(),
  error: z.string().optional(),
  at: Time,
  file: z.object({
    id: z.string(),
    path: z.string().describe("Where it is read, on this host"),
    name: z.string(),
    sizeBytes: z.int(),
  }).optional().describe("When it is done; it is kept for a week"),
});
export type ChannelExport = z.output<typeof ChannelExport>;

export function presentExport(row: ExportRow): ChannelExport {
  const { id, channel_id, format, state, total, error, file_id, name, size_bytes, at } = row;
  const shown: ChannelExport = { id, channelId: channel_id, format, state, done: Math.min(row.done, total), total, at };
  if (error !== null) shown.error = error;
  if (file_id !== null) shown.file = { id: file_id, path: `/files/${file_id}`, name, sizeBytes: size_bytes };
  return shown;
}
