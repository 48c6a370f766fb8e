import { SANDBOX_HEADERS } from "../responses.ts";
import { escapeXml } from "./multistatus.ts";
import { hrefOf } from "./path.ts";
import type { Trees } from "./trees.ts";

/** Pages of a folder that are shown; a client of WebDAV gets all. */
const MAX_PAGES = 20;

/** What a browser shows of a folder: links to what is in it. */
export async function folderPage(names: string[], trees: Trees, head: boolean): Promise<Response> {
  const headers = {
    ...SANDBOX_HEADERS,
    "content-type": "text/html; charset=utf-8",
    "cache-control": "private, no-cache",
    dav: "1",
  };
  if (head) return new Response(null, { headers });
  const lines: string[] = names.length === 0 ? [] : [link("..", names.slice(0, -1), "folder")];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { items, nextCursor } = await trees.list(names, 1, cursor);
    for (const { name, kind } of items) lines.push(link(kind === "folder" ? `${name}/` : name, [...names, name], kind));
    cursor = nextCursor;
    if (cursor === undefined) break;
  }
  if (cursor !== undefined) lines.push("<li>… more is there: open the folder with a WebDAV client</li>");
  const title = escapeXml(`/${["dav", ...names].join("/")}`);
  const html =
    `<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>${title}</title>\n<h1>${title}</h1>\n<ul>\n${
      lines.join("\n")
    }\n</ul>\n</html>\n`;
  return new Response(html, { headers });
}

function link(text: string, names: string[], kind: "folder" | "file"): string {
  return `<li><a href="${escapeXml(hrefOf(names, kind))}">${escapeXml(text)}</a></li>`;
}
