import type { Caller } from "../../sdk/channel/protocol.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { FileStore, PartialUpload, PartialUploads, UploadTarget } from "../../services/files/ports.ts";
import type { Visit } from "../visit.ts";
import { MAX_UPLOAD_BYTES, PLUGIN } from "./files.ts";

const VERSION = "1.0.0";
const FOLDER = "/files/partial/";
const ID = /^[0-9a-f-]{36}$/;

interface Parts {
  store: FileStore;
  target: UploadTarget;
  partial: PartialUploads;
}

/** Does a POST to `/files/<plugin>` begin an upload in pieces? */
export function beginsPartial(visit: Visit): boolean {
  return visit.request.headers.has("upload-length");
}

/** Is it about an upload in pieces that was begun? */
export function isPartial(visit: Visit): boolean {
  return visit.path.startsWith(FOLDER);
}

/**
 * `POST /files/<plugin>?name=<name>` with `Upload-Length`: answers in `Location` where the pieces go. Protocol and headers are those
 * of tus 1.0 (creation, expiration, termination), so that its clients work as they are: https://tus.io/protocols/resumable-upload
 */
export async function beginPartial(visit: Visit, caller: Caller, { store, target, partial }: Parts): Promise<Response> {
  await visit.request.body?.cancel();
  const plugin = visit.path.slice("/files/".length);
  if (!PLUGIN.test(plugin)) throw new RpcError("not_found", "Uploads go to /files/<plugin>");
  const { headers } = visit.request;
  const said = metadata(headers.get("upload-metadata") ?? "");
  const type = said.get("filetype") ?? headers.get("content-type");
  const lengthBytes = wholeNumber(headers.get("upload-length"), "Upload-Length");
  const { totalBytes } = target.uploadLimit(plugin);
  const upload = await partial.begin({
    plugin,
    owner: caller.id,
    name: new URLSearchParams(visit.query).get("name") ?? said.get("filename") ?? "file",
    ...type ? { type } : {},
    lengthBytes,
    maxBytes: Math.min(MAX_UPLOAD_BYTES, totalBytes - store.usedBytes(plugin)),
  });
  return answer(201, upload, { location: `${FOLDER}${upload.id}` });
}

/** `OPTIONS /files/<plugin>`: how much is taken, so that a sender knows before it sends. */
export function describePartial(visit: Visit, { store, target, partial }: Parts): Response {
  const plugin = visit.path.slice("/files/".length);
  if (!PLUGIN.test(plugin)) throw new RpcError("not_found", "Uploads go to /files/<plugin>");
  const left = target.uploadLimit(plugin).totalBytes - store.usedBytes(plugin) - partial.expectedBytes(plugin);
  const headers = {
    "tus-resumable": VERSION,
    "tus-version": VERSION,
    "tus-extension": "creation,expiration,termination",
    "tus-max-size": String(Math.max(0, Math.min(MAX_UPLOAD_BYTES, left))),
    "cache-control": "no-store",
  };
  return new Response(null, { status: 204, headers });
}

/** `HEAD`, `PATCH` and `DELETE` of `/files/partial/<id>`: how far it is, the next piece, and giving it up. */
export async function servePartial(visit: Visit, caller: Caller, { partial }: Parts): Promise<Response> {
  const { request } = visit;
  const id = visit.path.slice(FOLDER.length);
  const gone = () => new RpcError("not_found", "No such upload");
  if (!ID.test(id)) throw gone();
  if (request.method === "PATCH") {
    if (request.headers.get("content-type") !== "application/offset+octet-stream") {
      await request.body?.cancel();
      throw new RpcError("invalid_request", "A piece has the content type application/offset+octet-stream");
    }
    const offset = wholeNumber(request.headers.get("upload-offset"), "Upload-Offset");
    const content = request.body ?? new Blob([]).stream();
    return answer(204, await partial.append(id, caller.id, { offset, content }));
  }
  if (request.method === "DELETE") {
    if (!await partial.cancel(id, caller.id)) throw gone();
    return new Response(null, { status: 204, headers: { "tus-resumable": VERSION } });
  }
  const upload = await partial.get(id, caller.id);
  if (!upload) throw gone();
  return answer(200, upload);
}

function answer(status: number, upload: PartialUpload, more: Record<string, string> = {}): Response {
  const headers: Record<string, string> = {
    "tus-resumable": VERSION,
    "upload-offset": String(upload.offset),
    "upload-length": String(upload.lengthBytes),
    "upload-expires": new Date(upload.expiresAt).toUTCString(),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    // What a plugin's methods take, once all of it is there.
    ...upload.fileId === undefined ? {} : { "bulkhead-file-id": upload.fileId },
    ...more,
  };
  return new Response(null, { status, headers });
}

/** `filename <base64>,filetype <base64>` as tus has it; what is no base64 counts as not said. */
function metadata(header: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const pair of header.slice(0, 4_000).split(",")) {
    const [key = "", value = ""] = pair.trim().split(" ");
    try {
      found.set(key, new TextDecoder().decode(Uint8Array.fromBase64(value)));
    } catch {
      // Nobody needs it.
    }
  }
  return found;
}

function wholeNumber(value: string | null, name: string): number {
  if (value !== null && /^\d{1,15}$/.test(value)) return Number(value);
  throw new RpcError("invalid_request", `The header ${name} has to be a whole number of bytes`);
}
