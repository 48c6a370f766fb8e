import { RpcError } from "../../sdk/errors.ts";
import { readXml, type XmlName } from "./xml_names.ts";

/** The namespace of WebDAV's own names. */
export const DAV = "DAV:";

/** What a PROPFIND asks for: all there is, only the names of it, or certain properties. */
export type Wanted = { kind: "all" } | { kind: "names" } | { kind: "some"; properties: XmlName[] };

/** What the body of a PROPFIND asks for (RFC 4918 §9.1); nothing means all. */
export function wantedBy(body: Uint8Array): Wanted {
  const text = new TextDecoder().decode(body);
  if (text.trim() === "") return { kind: "all" };
  const root = readXml(text);
  if (root.space !== DAV || root.local !== "propfind") {
    throw new RpcError("invalid_request", `The body is a "${root.local}": expected propfind`);
  }
  const asked = root.children.find(({ space, local }) =>
    space === DAV && ["prop", "propname", "allprop"].includes(local)
  );
  if (asked?.local === "propname") return { kind: "names" };
  if (asked?.local === "prop") {
    return { kind: "some", properties: asked.children.map(({ space, local }) => ({ space, local })) };
  }
  return { kind: "all" };
}
