import { RpcError } from "../../sdk/errors.ts";

const ROOT = "/dav";
/** Longest name and deepest path that are looked at. */
const MAX_NAME = 255;
const MAX_DEPTH = 17;

/** Does the path belong to the WebDAV tree? */
export function isDav(path: string): boolean {
  return path === ROOT || path.startsWith(`${ROOT}/`);
}

/**
 * The names on the way from `/dav/` to what a request is about, decoded. Throws `not_found` for a path that could mean
 * anything but names one below the other.
 */
export function namesOf(path: string): string[] {
  const below = path.slice(ROOT.length + 1);
  const parts = (below.endsWith("/") ? below.slice(0, -1) : below).split("/");
  if (parts.length === 1 && parts[0] === "") return [];
  if (parts.length > MAX_DEPTH) throw notThere();
  return parts.map((part) => {
    let name: string;
    try {
      name = decodeURIComponent(part);
    } catch {
      throw notThere();
    }
    if (!isName(name)) throw notThere();
    return name;
  });
}

/** A name of one folder or file: nothing that leads elsewhere, and nothing that shows as something else. */
export function isName(name: string): boolean {
  if (name === "" || name === "." || name === ".." || name.length > MAX_NAME) return false;
  // Separators, control characters, and those that turn the direction of a text.
  return !/[/\\\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/u.test(name) && name.isWellFormed();
}

/** The address of an entry; a folder's ends with a slash. */
export function hrefOf(names: readonly string[], kind: "folder" | "file"): string {
  const path = [ROOT, ...names.map(encodeURIComponent)].join("/");
  return kind === "folder" ? `${path}/` : path;
}

function notThere(): RpcError {
  return new RpcError("not_found", "There is no such folder or file");
}
