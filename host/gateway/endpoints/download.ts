import type { Download } from "../../identity/ports.ts";
import { SANDBOX_HEADERS } from "../responses.ts";

/** A file for the person's folder, as it is made. */
export function serveDownload({ name, type, open }: Download): Response {
  return new Response(open(), {
    headers: {
      ...SANDBOX_HEADERS,
      "content-type": type,
      "content-disposition": `attachment; filename="${name.replace(/[^A-Za-z0-9._-]/g, "_")}"`,
      "cache-control": "no-store",
    },
  });
}
