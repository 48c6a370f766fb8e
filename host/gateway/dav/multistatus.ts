import type { DavEntry } from "../../sdk/channel/dav_shapes.ts";
import { hrefOf } from "./path.ts";
import { DAV, type Wanted } from "./wanted.ts";
import type { XmlName } from "./xml_names.ts";

/** An entry and the names that lead to it. */
export interface Placed {
  names: readonly string[];
  entry: DavEntry;
}

export const MULTISTATUS_BEGIN = '<?xml version="1.0" encoding="utf-8"?>\n<D:multistatus xmlns:D="DAV:">\n';
export const MULTISTATUS_END = "</D:multistatus>\n";

/** What a PROPFIND says of one entry. */
export function responseOf({ names, entry }: Placed, wanted: Wanted): string {
  const known = propertiesOf(entry);
  const href = `<D:href>${escapeXml(hrefOf(names, entry.kind))}</D:href>`;
  if (wanted.kind === "names") {
    const all = Object.keys(known).map((name) => `<D:${name}/>`).join("");
    return `<D:response>${href}${status(all, "200 OK")}</D:response>\n`;
  }
  if (wanted.kind === "all") {
    return `<D:response>${href}${status(Object.values(known).join(""), "200 OK")}</D:response>\n`;
  }
  const of = ({ space, local }: XmlName) => space === DAV && Object.hasOwn(known, local) ? known[local] : undefined;
  const there = wanted.properties.map(of).filter((property) => property !== undefined).join("");
  const missing = wanted.properties.filter((name) => of(name) === undefined).map(emptyElement).join("");
  return `<D:response>${href}${there || missing === "" ? status(there, "200 OK") : ""}${
    missing === "" ? "" : status(missing, "404 Not Found")
  }</D:response>\n`;
}

/** By local name, the whole element. */
function propertiesOf(entry: DavEntry): Record<string, string> {
  const property = (name: string, value: string) => `<D:${name}>${escapeXml(value)}</D:${name}>`;
  const common = {
    displayname: property("displayname", entry.name),
    supportedlock: "<D:supportedlock/>",
    ...(entry.modifiedAt === undefined
      ? {}
      : { getlastmodified: property("getlastmodified", new Date(entry.modifiedAt).toUTCString()) }),
  };
  if (entry.kind === "folder") {
    return { resourcetype: "<D:resourcetype><D:collection/></D:resourcetype>", ...common };
  }
  return {
    resourcetype: "<D:resourcetype/>",
    ...common,
    getcontentlength: property("getcontentlength", String(entry.sizeBytes)),
    getcontenttype: property("getcontenttype", entry.type),
    getetag: property("getetag", `"${entry.etag}"`),
  };
}

function emptyElement({ space, local }: XmlName): string {
  return space === DAV ? `<D:${local}/>` : `<${local} xmlns="${escapeXml(space)}"/>`;
}

function status(properties: string, line: string): string {
  return `<D:propstat><D:prop>${properties}</D:prop><D:status>HTTP/1.1 ${line}</D:status></D:propstat>`;
}

/** Text and attribute values of XML 1.0; what cannot stand there at all is left out. */
export function escapeXml(text: string): string {
  // deno-lint-ignore no-control-regex -- exactly these are forbidden
  return text.toWellFormed().replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "").replace(
    /[<>&"']/g,
    (char) => `&#${char.charCodeAt(0)};`,
  );
}
