import { PackageError } from "../ports.ts";

/** What a source string says, before anything is looked up. */
export type Source =
  | { kind: "registry"; url: URL; id: string; range?: string }
  | { kind: "id"; id: string; range?: string }
  | { kind: "package"; url: URL }
  | { kind: "path"; path: string };

const MAX_LENGTH = 2_000;
const ID_AND_RANGE = /^([a-z][a-z0-9-]{1,39})(?:@(.{1,200}))?$/;
const ARCHIVE = /\.(tgz|tar\.gz)$/;
const FORMS = 'Give "<registry URL>#<id>", "<id>" of a registry that was added, the URL of a .tgz, or an absolute path';

/** Reads a source string. Throws {@linkcode PackageError} `source_invalid`. */
export function parseSource(text: string): Source {
  if (text.length > MAX_LENGTH) {
    throw new PackageError(
      "source_invalid",
      `The source has ${text.length} characters, at most ${MAX_LENGTH} are read`,
    );
  }
  if (isAbsolutePath(text)) return { kind: "path", path: text };
  if (/^https?:/i.test(text)) return fromUrl(text);
  const match = ID_AND_RANGE.exec(text);
  if (match) return { kind: "id", id: match[1]!, ...(match[2] ? { range: match[2] } : {}) };
  if (/^file:/i.test(text)) throw invalid(text, "A file or folder of this machine is given by its absolute path");
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) throw invalid(text, "Only https is read, and http in a private network");
  if (/[/\\]|^[.~]|\.tgz$/.test(text)) {
    throw invalid(text, "A relative path says nothing to the host: give the absolute one, beginning with /");
  }
  throw invalid(text, FORMS);
}

function fromUrl(text: string): Source {
  const mark = text.indexOf("#");
  if (mark < 0) {
    const url = webUrl(text);
    if (ARCHIVE.test(url.pathname)) return { kind: "package", url };
    throw invalid(text, 'A package\'s URL ends with .tgz; a plugin of a registry is "<registry URL>#<id>"');
  }
  const match = ID_AND_RANGE.exec(decodeFragment(text.slice(mark + 1)));
  if (!match) throw invalid(text, 'Behind the "#" stands a plugin\'s id, and a version range if you like: #id@^1');
  return {
    kind: "registry",
    url: registryUrl(text.slice(0, mark)),
    id: match[1]!,
    ...(match[2] ? { range: match[2] } : {}),
  };
}

/**
 * The one form of a registry's URL, which ends with a slash; it may come with or without that and with index.json.
 * Throws {@linkcode PackageError} `source_invalid`.
 */
export function registryUrl(text: string): URL {
  const url = webUrl(text);
  if (url.search !== "" || text.includes("?")) {
    throw invalid(text, "A registry is a folder on a web server: leave the query string out");
  }
  if (url.hash !== "") throw invalid(text, 'Leave out what stands behind the "#": a registry is added as a whole');
  url.hash = "";
  url.pathname = url.pathname.replace(/\/index\.json$/, "/").replace(/(?<!\/)\/*$/, "/");
  return url;
}

function webUrl(text: string): URL {
  const url = text.length <= MAX_LENGTH && /^https?:\/\//i.test(text) ? URL.parse(text) : null;
  if (!url) throw invalid(text.slice(0, 200), "It has to begin with https://");
  if (url.username !== "" || url.password !== "") {
    // The value is left out: it holds a password.
    throw new PackageError(
      "source_invalid",
      `The URL on "${url.host}" carries a user name or password, which would be kept and shown`,
      "Leave them out: a registry is read without signing in",
    );
  }
  return url;
}

function decodeFragment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isAbsolutePath(text: string): boolean {
  return text.startsWith("/") || (Deno.build.os === "windows" && /^[a-z]:[\\/]/i.test(text));
}

function invalid(text: string, hint: string): PackageError {
  return new PackageError("source_invalid", `The source "${text}" cannot be read`, hint);
}
