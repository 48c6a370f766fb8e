import type { DavFile, DavReadResult } from "../../sdk/channel/dav_shapes.ts";
import { RpcError } from "../../sdk/errors.ts";
import { type ByteRange, byteRange } from "../endpoints/byte_range.ts";
import { disposition } from "../endpoints/files.ts";
import type { GatewayParts } from "../parts.ts";
import { SANDBOX_HEADERS } from "../responses.ts";
import type { Visit } from "../visit.ts";
import type { Who } from "../who.ts";
import { folderPage } from "./folder_page.ts";
import { isUnchanged } from "./conditions.ts";
import type { Trees } from "./trees.ts";

/** A file that changes while it is read is looked at anew this often. */
const ATTEMPTS = 3;

export interface ContentOptions {
  trees: Trees;
  who: Who;
  parts: Pick<GatewayParts, "files" | "providerOf">;
}

/** `GET` and `HEAD`: a file, whole or a range of it; of a folder a page of links. */
export async function serveContent(visit: Visit, names: string[], options: ContentOptions): Promise<Response> {
  const head = visit.request.method === "HEAD";
  for (let attempt = 1;; attempt++) {
    const { self } = await options.trees.list(names, 0);
    if (self.kind === "folder") return await folderPage(names, options.trees, head);
    const headers = headersOf(self);
    if (isUnchanged(visit.request.headers, self)) return new Response(null, { status: 304, headers });
    const wanted = byteRange(visit.request.headers, self.sizeBytes, `"${self.etag}"`);
    if (wanted === "unsatisfiable") {
      return new Response(null, { status: 416, headers: { ...headers, "content-range": `bytes */${self.sizeBytes}` } });
    }
    const range = wanted ?? { from: 0, to: self.sizeBytes };
    headers["content-length"] = String(range.to - range.from);
    if (wanted) headers["content-range"] = `bytes ${range.from}-${range.to - 1}/${self.sizeBytes}`;
    const status = wanted ? 206 : 200;
    if (head) return new Response(null, { status, headers });
    const first = await options.trees.read(names);
    if ("file" in first) {
      return new Response(await storedFile(first.file, self, { range, names, ...options }), { status, headers });
    }
    if (first.etag === self.etag) {
      return new Response(textOf(names, { first, file: self, range, trees: options.trees }), { status, headers });
    }
    if (attempt === ATTEMPTS) {
      throw new RpcError("plugin_unavailable", "The file changes faster than it can be read", { retryAfterMs: 1_000 });
    }
  }
}

function headersOf(file: DavFile): Record<string, string> {
  const known = /^[\w.+-]+\/[\w.+-]+(?:; ?charset=[\w-]+)?$/.test(file.type);
  return {
    ...SANDBOX_HEADERS,
    "content-type": known ? file.type : "application/octet-stream",
    "content-disposition": file.type.startsWith("text/markdown") ? "inline" : disposition(file),
    "cache-control": "private, no-cache",
    "accept-ranges": "bytes",
    "last-modified": new Date(file.modifiedAt).toUTCString(),
    etag: `"${file.etag}"`,
  };
}

/** A file that the host keeps for the plugin. What a plugin shows of its own is its to show; another's is not. */
async function storedFile(
  id: string,
  { sizeBytes }: DavFile,
  { range, names, parts, who }: ContentOptions & { range: ByteRange; names: string[] },
): Promise<ReadableStream<Uint8Array>> {
  const stored = parts.files?.store.get(id);
  const own = stored && stored.plugin === parts.providerOf?.(names[0]!);
  if (!stored || stored.sizeBytes !== sizeBytes || !(own || parts.files!.store.mayRead(stored, who.caller))) {
    throw new RpcError("not_found", "The file is not there any more");
  }
  return (await parts.files!.store.open(stored, range)).stream;
}

/** The bytes of a text that comes piece by piece, as fast as the client takes them. */
function textOf(
  names: string[],
  { first, file, range, trees }: {
    first: Exclude<DavReadResult, { file: string }>;
    file: DavFile;
    range: ByteRange;
    trees: Trees;
  },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let piece: Exclude<DavReadResult, { file: string }> | undefined = first;
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      while (at < range.to) {
        if (!piece) throw new Error("The file ended early");
        const bytes = encoder.encode(piece.text);
        const from = Math.max(0, range.from - at);
        const part = bytes.subarray(from, Math.max(from, range.to - at));
        at += bytes.length;
        const cursor: string | undefined = piece.nextCursor;
        piece = undefined;
        if (cursor !== undefined && at < range.to) {
          const next = await trees.read(names, cursor);
          // Half of one version and half of another is neither: the client sees a broken transfer and tries again.
          if ("file" in next || next.etag !== file.etag) throw new Error("The file was changed while it was read");
          piece = next;
        }
        if (part.length > 0) {
          controller.enqueue(part);
          break;
        }
      }
      if (at >= range.to) controller.close();
    },
  });
}
