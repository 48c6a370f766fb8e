import { extname, join } from "node:path";
import { refusal } from "../responses.ts";
import { contentType } from "./content_types.ts";
import { gzipped, isCompressible } from "./gzip.ts";

/** The cockpit's own policy: its own files only, no script in the page, nobody frames it. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // Components set their positions through the style object, which no policy forbids; nothing writes style elements.
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "frame-src 'self'",
  "frame-ancestors 'none'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
].join("; ");

const PAGE_HEADERS: Record<string, string> = {
  "content-security-policy": CONTENT_SECURITY_POLICY,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=()",
};

/** A file whose name holds the hash of what is in it never changes. */
const HASHED = /^\/assets\/.+-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;

export interface UiOptions {
  /** Where the built pages lie. */
  folder: string;
  /** What `GET /auth/state` answers to this request; undefined while the host starts. */
  state(): Promise<Response | undefined>;
}

/** The built cockpit from one folder; a path that is no file is a page. */
export async function serveUi(request: Request, path: string, options: UiOptions): Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return refusal(405, "Pages are read by GET", { allow: "GET, HEAD" });
  }
  const name = cleanPath(path);
  if (name === undefined) return notFound();
  const found = PAGE_FILE.test(name) ? undefined : await open(join(options.folder, name));
  if (found) return await fileResponse(request, found, name);
  if (extname(name) !== "" && !(request.headers.get("accept") ?? "").includes("text/html")) return notFound();
  return await page(request, name, options);
}

/** Pages that a link opens are for people who are not here yet, whoever is signed in. */
const ENTRANCE = /^\/(claim|invite)$/;
/** They are never given as they are. */
const PAGE_FILE = /^\/([^/]+\.html)?$/;

/**
 * The cockpit (`index.html`) for who is signed in, the way in (`gate.html`) for all others. What the page has to know before
 * anything else stands in it, so that it asks for nothing before it can be used. It is data and no script: no policy forbids it.
 */
async function page(request: Request, path: string, { folder, state }: UiOptions): Promise<Response> {
  const answer = await state();
  const known = answer?.ok ? await answer.text() : undefined;
  const isIn = known !== undefined && "user" in JSON.parse(known) && !ENTRANCE.test(path);
  const html = await Deno.readTextFile(join(folder, isIn ? "index.html" : "gate.html")).catch(() => undefined);
  if (html === undefined) return beingBuilt();
  const headers = new Headers({ ...PAGE_HEADERS, "content-type": contentType("/index.html") });
  // It holds the session's token, and is another one tomorrow.
  headers.set("cache-control", "no-store");
  for (const cookie of answer?.headers.getSetCookie() ?? []) headers.append("set-cookie", cookie);
  if (request.method === "HEAD") return new Response(null, { headers });
  return new Response(known === undefined ? html : withState(html, known), { headers });
}

/** Neither ends what stands between the tags by itself, nor reads as the begin of a comment. */
function withState(html: string, json: string): string {
  const data = `<script type="application/json" id="auth-state">${json.replaceAll("<", "\\u003c")}</script>`;
  return html.replace("</head>", () => `  ${data}\n  </head>`);
}

interface Opened {
  path: string;
  file: Deno.FsFile;
  info: Deno.FileInfo;
}

async function open(path: string): Promise<Opened | undefined> {
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path);
  } catch {
    return undefined;
  }
  const info = await file.stat();
  if (info.isFile) return { path, file, info };
  file.close();
  return undefined;
}

async function fileResponse(request: Request, { path, file, info }: Opened, name: string): Promise<Response> {
  const type = contentType(name);
  const etag = `W/"${info.size.toString(36)}-${(info.mtime?.getTime() ?? 0).toString(36)}"`;
  const headers: Record<string, string> = {
    ...PAGE_HEADERS,
    "content-type": type,
    "cache-control": HASHED.test(name) ? "public, max-age=31536000, immutable" : "no-cache",
    etag,
  };
  if (request.headers.get("if-none-match") === etag) {
    file.close();
    return new Response(null, { status: 304, headers });
  }
  if (isCompressible(type, info.size)) {
    headers.vary = "accept-encoding";
    if (request.method === "GET" && /\bgzip\b/.test(request.headers.get("accept-encoding") ?? "")) {
      const bytes = await gzipped(`${path} ${etag}`, file.readable);
      return new Response(bytes, { headers: { ...headers, "content-encoding": "gzip" } });
    }
  }
  headers["content-length"] = String(info.size);
  if (request.method === "HEAD") {
    file.close();
    return new Response(null, { headers });
  }
  return new Response(file.readable, { headers });
}

/** The decoded path, or undefined for one that tries to leave the folder or names what it may not. */
function cleanPath(path: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  if (/[\\\0]/.test(decoded)) return undefined;
  const parts = decoded.split("/").filter((part) => part !== "");
  if (parts.some((part) => part.startsWith("."))) return undefined;
  return `/${parts.join("/")}`;
}

function notFound(): Response {
  return new Response("Not found\n", {
    status: 404,
    headers: { ...PAGE_HEADERS, "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
}

/** Shown until the first build of the pages is there; it looks again by itself. */
function beingBuilt(): Response {
  const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="2"><title>Bulkhead</title>
<style>html{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;display:grid;place-content:center;
min-height:90vh;text-align:center}</style></head>
<body><h1>Bulkhead is running</h1><p>Its pages are being built. This takes a few seconds at the first start.</p></body>
</html>
`;
  return new Response(page, {
    headers: {
      ...PAGE_HEADERS,
      "content-security-policy": CONTENT_SECURITY_POLICY.replace("style-src 'self'", "style-src 'unsafe-inline'"),
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
    },
  });
}
