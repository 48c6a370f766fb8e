import type { Context } from "@bulkhead/plugin";
import type { ByteSource, ZipEntry } from "../domain/zip.ts";
import type { ImportRow } from "../store/imports.ts";

/** What a step of an import works on. */
export interface Archive {
  source: ByteSource;
  entries: ZipEntry[];
}

/** Does some of an import, and answers what is there now; `until`, in milliseconds since 1970, it leaves the rest to another run. */
export type ImportStep = (
  ctx: Context,
  row: ImportRow,
  options: { archive: Archive; until: number },
) => Promise<ImportRow>;
