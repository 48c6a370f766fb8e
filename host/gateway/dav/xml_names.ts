import { RpcError } from "../../sdk/errors.ts";

/** A name of XML with its namespace resolved. */
export interface XmlName {
  space: string;
  local: string;
}

/** An element with its parents' names resolved away: what a PROPFIND body needs and no more. */
export interface XmlElement extends XmlName {
  children: XmlElement[];
}

const MAX_ELEMENTS = 500;
const MAX_DEPTH = 16;

/** What may stand between elements: comments, instructions, character data. A document type is refused. */
const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[[\s\S]*?\]\]>|<(\/?)([^\s<>/!?="']+)((?:[^<>"']|"[^"<]*"|'[^'<]*')*?)(\/?)>/y;
const ATTRIBUTE = /(?<![^\s=])([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * Reads the elements of a small document. It knows no entities beside the five that XML has, no document type and nothing
 * from outside, so there is nothing in it that could be made to grow or to fetch. Throws `invalid_request`.
 */
export function readXml(text: string): XmlElement {
  const root: XmlElement = { space: "", local: "", children: [] };
  const open: { element: XmlElement; name: string; spaces: Map<string, string> }[] = [
    { element: root, name: "", spaces: new Map([["xml", "http://www.w3.org/XML/1998/namespace"]]) },
  ];
  let count = 0;
  for (let at = text.indexOf("<"); at !== -1; at = text.indexOf("<", TOKEN.lastIndex)) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) throw malformed();
    const [, closing, name, attributes = "", empty] = found;
    if (name === undefined) continue;
    const top = open.at(-1)!;
    if (closing) {
      if (open.length === 1 || top.name !== name) throw malformed();
      open.pop();
      continue;
    }
    if (++count > MAX_ELEMENTS || open.length > MAX_DEPTH) throw malformed();
    const spaces = declared(attributes, top.spaces);
    const element: XmlElement = { ...resolved(name, spaces), children: [] };
    top.element.children.push(element);
    if (!empty) open.push({ element, name, spaces });
  }
  const [only] = root.children;
  if (open.length !== 1 || root.children.length !== 1) throw malformed();
  return only!;
}

function declared(attributes: string, outer: Map<string, string>): Map<string, string> {
  let spaces = outer;
  for (const [, name = "", double, single] of attributes.matchAll(ATTRIBUTE)) {
    const prefix = name === "xmlns" ? "" : name.startsWith("xmlns:") ? name.slice(6) : undefined;
    if (prefix === undefined) continue;
    if (spaces === outer) spaces = new Map(outer);
    spaces.set(prefix, unescape(double ?? single ?? ""));
  }
  return spaces;
}

function resolved(name: string, spaces: Map<string, string>): XmlName {
  const colon = name.indexOf(":");
  const prefix = colon === -1 ? "" : name.slice(0, colon);
  const local = name.slice(colon + 1);
  const space = spaces.get(prefix) ?? (prefix === "" ? "" : undefined);
  // A prefix that stands for nothing makes the whole document wrong (RFC 4918 §17).
  if (space === undefined || !/^[\p{L}_][\p{L}\p{N}._-]{0,99}$/u.test(local) || space.length > 200) throw malformed();
  return { space, local };
}

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replace(/&(\w+);/g, (_, name: string) => ENTITIES[name] ?? "");
}

function malformed(): RpcError {
  return new RpcError("invalid_request", "The body is not XML that can be read", {
    hint: "Send the propfind element of RFC 4918, or no body at all",
  });
}
