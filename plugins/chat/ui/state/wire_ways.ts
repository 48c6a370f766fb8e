/** What chat answers of the ways in and out of it: webhooks, imports, exports. */
import type { ImportKind, ImportReport } from "../../domain/import_report.ts";

/** An address at which other systems write into a channel. */
export interface IncomingHook {
  id: string;
  name: string;
  channelId: string;
  /** End of its secret part. */
  last4: string;
  createdBy: string;
  createdAt: string;
}

/** Another server that is told of messages in a channel. */
export interface OutgoingHook {
  id: string;
  name: string;
  channelId: string;
  words: string[];
  url: string;
  createdBy: string;
  createdAt: string;
}

/** One message that another server was told of. */
export interface Delivery {
  id: string;
  at: string;
  attempts: number;
  state: "delivered" | "waiting" | "given_up";
  nextAt?: string;
  /** HTTP status of the last attempt. */
  status?: number;
  error?: string;
}

/** How far an archive is taken over, and what came of it. */
export interface ArchiveImport {
  id: string;
  kind: ImportKind;
  fileName: string;
  /** Name of who began it. */
  by: string;
  state: "running" | "done" | "failed";
  /** Of `total`, which is days or thousandths. */
  done: number;
  total: number;
  error?: string;
  at: string;
  report: ImportReport;
}

/** A channel that is written into an archive. */
export interface ChannelExport {
  id: string;
  channelId: string;
  format: "json" | "markdown";
  state: "running" | "done" | "failed";
  /** Of `total`, which are messages and files. */
  done: number;
  total: number;
  error?: string;
  file?: { id: string; path: string; name: string; sizeBytes: number };
}
