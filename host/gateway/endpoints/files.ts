import { isShown } from "../../services/files/mod.ts";
import type { FileStore, PartialUploads, StoredFile, UploadTarget } from "../../services/files/ports.ts";
import type { Caller } from "../../sdk/channel/protocol.ts";
import { RpcError } from "../../sdk/errors.ts";
import { json, SANDBOX_HEADERS } from "../responses.ts";
import { byteRange } from "./byte_range.ts";
import type { Visit } from "../visit.ts";

/** Largest upload, in bytes. */
export const MAX_UPLOAD_BYTES = 512 * 1024 * 1024;

export const PLUGIN = /^[a-z][a-z0-9-]{1,39}$/;
const ID = /^[0-9a-f-]{36}$/;

/**
 * `POST /files/<plugin>?name=<name>`: takes the body as one file for that plugin; the answer's `id` is what its methods
 * take. Until the plugin keeps it only its sender can read it, and after a day it is gone.
 */
export async function uploadFile(
  visit: Visit,
  caller: Caller,
  { store: files, target, partial }: { store: FileStore; target: UploadTarget; partial: PartialUploads },
): Promise<Response> {
  const plugin = visit.path.slice("/files/".length);
  if (!PLUGIN.test(plugin)) throw new RpcError("not_found", "Uploads go to /files/<plugin>");
  const { totalBytes } = target.uploadLimit(plugin);
  const maxBytes = Math.min(MAX_UPLOAD_BYTES, totalBytes - files.usedBytes(plugin) - partial.expectedBytes(plugin));
  const announced = Number(visit.request.headers.get("content-length") ?? 0);
  if (announced > maxBytes) {
    await visit.request.body?.cancel();
    throw new RpcError(
      "too_large",
      `The file has ${announced} bytes, and "${plugin}" takes at most ${Math.max(0, maxBytes)}`,
    );
  }
  const name = new URLSearchParams(visit.query).get("name") ?? "file";
  const type = visit.request.headers.get("content-type") ?? undefined;
  const body = visit.request.body ?? new Blob([]).stream();
  const file = await files.add({ plugin, owner: caller.id, name, type, kept: false, maxBytes }, body);
  return json(present(file), 201);
}

/** `GET /files/<id>[/<name>]`, whole or in ranges, for those whom the file's audience names. */
export async function downloadFile(visit: Visit, caller: Caller, files: FileStore): Promise<Response> {
  const [id = ""] = visit.path.slice("/files/".length).split("/");
  const file = ID.test(id) ? files.get(id) : undefined;
  // Whoever may not see it learns nothing, not even that it is there.
  if (!file || !files.mayRead(file, caller)) throw new RpcError("not_found", "No such file");
  const etag = `"${file.sha256.slice(0, 32)}"`;
  const headers: Record<string, string> = {
    ...SANDBOX_HEADERS,
    "content-type": file.type === "text/plain" ? "text/plain; charset=utf-8" : file.type,
    "content-disposition": disposition(file),
    "cache-control": "private, no-cache",
    "accept-ranges": "bytes",
    etag,
  };
  const { request } = visit;
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  const wanted = byteRange(request.headers, file.sizeBytes, etag);
  if (wanted === "unsatisfiable") {
    return new Response(null, { status: 416, headers: { ...headers, "content-range": `bytes */${file.sizeBytes}` } });
  }
  const { from, to } = wanted ?? { from: 0, to: file.sizeBytes };
  headers["content-length"] = String(to - from);
  if (wanted) headers["content-range"] = `bytes ${from}-${to - 1}/${file.sizeBytes}`;
  const status = wanted ? 206 : 200;
  if (request.method === "HEAD") return new Response(null, { status, headers });
  const { stream } = await files.open(file, { from, to });
  return new Response(stream, { status, headers });
}

function present({ id, name, type, sizeBytes, sha256 }: StoredFile): Record<string, unknown> {
  return { id, name, type, sizeBytes, sha256, url: `/files/${id}/${encodeURIComponent(name)}` };
}

/** RFC 6266, with a plain name for clients that know no other. */
export function disposition({ name, type }: Pick<StoredFile, "name" | "type">): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
  return `${isShown(type) ? "inline" : "attachment"}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
