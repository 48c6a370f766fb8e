import { RpcError } from "../../sdk/errors.ts";
import type { PluginPage, PluginPages } from "../ports.ts";
import { errorResponse, refusal, SANDBOX_HEADERS } from "../responses.ts";
import type { Visit } from "../visit.ts";
import { type ByteRange, byteRange } from "./byte_range.ts";
import { contentType } from "./content_types.ts";
import { gzipped, isCompressible } from "./gzip.ts";
import { GUARD_VERSION, guardedScript } from "./page_script.ts";
import { pageHeaders, PICTURE_HEADERS } from "./plugin_page_policy.ts";

const ID = /^[a-z][a-z0-9-]{1,39}$/;
/** Name under which a plugin's icon is there, whatever its file is called. */
const ICON = "_icon.svg";

/**
 * `/p/<plugin>/…`: the files of a page from elsewhere. Nobody is asked who they are and nothing is set: the files are the
 * same for everybody, and a page that runs in its sandbox has nothing to say who looks. A person who goes there
 * gets the cockpit with the page in its frame.
 */
export async function servePluginPage(visit: Visit, pages: PluginPages | undefined): Promise<Response> {
  try {
    if (!pages) throw notFound();
    return await serve(visit, pages);
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return errorResponse(error, SANDBOX_HEADERS);
  }
}

async function serve(visit: Visit, pages: PluginPages): Promise<Response> {
  const { request } = visit;
  if (request.method !== "GET" && request.method !== "HEAD") {
    return refusal(405, "Pages are read by GET", { ...SANDBOX_HEADERS, allow: "GET, HEAD" });
  }
  const [id, ...names] = namesOf(visit.path.slice("/p/".length)) ?? [];
  if (id === undefined || !ID.test(id)) throw notFound();
  if (names.join("/") === ICON) return await serveIcon(visit, await pages.icon(id));
  if (forPerson(request)) return redirect(`/app/${id}`);
  const page = await pages.find(id);
  if (page === undefined) throw new RpcError("not_found", "No such plugin");
  if (page.kind === "compiled") {
    if (names.length === 0 || names[0] === "") return redirect(`/app/${id}`);
    throw notFound();
  }
  if (names.length === 0) return redirect(`/p/${id}/`);
  const path = names.join("/") || page.entry;
  if (path === undefined) throw new RpcError("not_found", `"${id}" has no page`);
  // What the page names is relative to where its file lies.
  if (names[0] === "" && path.includes("/")) return redirect(`/p/${id}/${path}`);
  return await serveFile(visit, { id, page, path });
}

/** Somebody typed the address or followed a link: the cockpit shows the page in its frame, or why it is not there. */
function forPerson(request: Request): boolean {
  return request.headers.get("sec-fetch-dest") === "document";
}

async function serveFile(
  visit: Visit,
  about: { id: string; page: PluginPage & { kind: "files" }; path: string },
): Promise<Response> {
  const { id, page, path } = about;
  const file = await open(page.folder, path);
  if (!file) throw notFound();
  const type = contentType(path);
  const policy = type.startsWith("image/svg") ? PICTURE_HEADERS : pageHeaders(visit.authority, id);
  const headers = { ...policy, "content-type": type, vary: "accept-encoding, sec-fetch-dest" };
  const etag = `"${page.hash.slice(0, 32)}-${GUARD_VERSION}"`;
  const key = `page ${page.hash} ${GUARD_VERSION} ${path}`;
  return await send(visit.request, type.startsWith("text/javascript") ? await script(file) : await plain(file), {
    headers,
    etag,
    key,
  });
}

async function serveIcon(visit: Visit, path: string | undefined): Promise<Response> {
  const file = path === undefined ? undefined : await openPlain(path);
  if (!file) throw notFound();
  const { size, mtime } = await file.stat();
  const etag = `"${size.toString(36)}-${(mtime?.getTime() ?? 0).toString(36)}"`;
  const headers = { ...PICTURE_HEADERS, "content-type": "image/svg+xml" };
  return await send(visit.request, await plain(file), { headers, etag });
}

/** What a file holds, before any of it is read. Exactly one of `stream` and `close` is used. */
interface Content {
  sizeBytes: number;
  stream(part?: ByteRange): Promise<ReadableStream<Uint8Array>>;
  close(): void;
}

async function plain(file: Deno.FsFile): Promise<Content> {
  const { size } = await file.stat();
  return {
    sizeBytes: size,
    async stream(part) {
      if (!part) return file.readable;
      await file.seek(part.from, Deno.SeekMode.Start);
      return file.readable.pipeThrough(first(part.to - part.from));
    },
    close: () => file.close(),
  };
}

async function script(file: Deno.FsFile): Promise<Content> {
  const bytes = guardedScript(await new Response(file.readable).bytes());
  return {
    sizeBytes: bytes.length,
    stream: (part) => Promise.resolve(new Blob([part ? bytes.subarray(part.from, part.to) : bytes]).stream()),
    close: () => {},
  };
}

/** Answers with the content, whole, in part or not at all. */
async function send(
  request: Request,
  content: Content,
  about: { headers: Record<string, string>; etag: string; key?: string },
): Promise<Response> {
  const size = content.sizeBytes;
  // Another version lies at the same address: it is asked for each time, and answered in a word when nothing changed.
  const headers: Record<string, string> = { ...about.headers, "cache-control": "no-cache", etag: about.etag };
  const bodiless = (status: number) => {
    content.close();
    return new Response(null, { status, headers });
  };
  if (request.headers.get("if-none-match") === about.etag) return bodiless(304);
  const type = headers["content-type"]!;
  const zips = /\bgzip\b/.test(request.headers.get("accept-encoding") ?? "") && !request.headers.has("range");
  if (about.key !== undefined && request.method === "GET" && zips && isCompressible(type, size)) {
    return new Response(await gzipped(about.key, await content.stream()), {
      headers: { ...headers, "content-encoding": "gzip" },
    });
  }
  headers["accept-ranges"] = "bytes";
  const range = byteRange(request.headers, size, about.etag);
  if (range === "unsatisfiable") {
    headers["content-range"] = `bytes */${size}`;
    return bodiless(416);
  }
  const { from, to } = range ?? { from: 0, to: size };
  headers["content-length"] = String(to - from);
  if (range) headers["content-range"] = `bytes ${from}-${to - 1}/${size}`;
  const status = range ? 206 : 200;
  if (request.method === "HEAD") return bodiless(status);
  return new Response(await content.stream(range), { status, headers });
}

/** Lets so many bytes through and ends. */
function first(bytes: number): TransformStream<Uint8Array, Uint8Array> {
  let left = bytes;
  return new TransformStream({
    transform(chunk, controller) {
      controller.enqueue(chunk.subarray(0, left));
      left -= Math.min(left, chunk.byteLength);
      if (left === 0) controller.terminate();
    },
  });
}

/**
 * The decoded names of a path, or undefined for one that names what it may not: a name is cut out before it is decoded,
 * so none can bring a slash in. A slash at the end gives an empty last name.
 */
function namesOf(path: string): string[] | undefined {
  const names: string[] = [];
  const raw = path.split("/");
  for (const [index, part] of raw.entries()) {
    let name: string;
    try {
      name = decodeURIComponent(part);
    } catch {
      return undefined;
    }
    // deno-lint-ignore no-control-regex -- control characters are what is refused
    if (/[/\\\x00-\x1f\x7f]/.test(name) || name.startsWith(".")) return undefined;
    if (name === "" && index !== raw.length - 1) return undefined;
    names.push(name);
  }
  return names;
}

/** The file at `path` below `folder`; a link, wherever on the way it stands, leads nowhere. */
async function open(folder: string, path: string): Promise<Deno.FsFile | undefined> {
  try {
    const root = await Deno.realPath(folder);
    if (await Deno.realPath(`${root}/${path}`) !== `${root}/${path}`) return undefined;
    return await openPlain(`${root}/${path}`);
  } catch {
    return undefined;
  }
}

async function openPlain(path: string): Promise<Deno.FsFile | undefined> {
  const { isFile } = await Deno.lstat(path).catch(() => ({ isFile: false }));
  return isFile ? await Deno.open(path) : undefined;
}

function redirect(location: string): Response {
  return new Response(null, {
    status: 302,
    headers: { ...SANDBOX_HEADERS, location, "cache-control": "no-store", vary: "sec-fetch-dest" },
  });
}

function notFound(): RpcError {
  return new RpcError("not_found", "No such page");
}
