import { PackageError } from "../ports.ts";
import { MAX_DEPTH, MAX_FILES, MAX_PATH_BYTES } from "./limits.ts";

/** Control characters, those that nobody sees, halves of a pair, line and paragraph separators. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/**
 * Judges the paths of one package, each by itself and beside the others: on no file system may one of them lead out of
 * the folder or fall together with another.
 */
export class PathLedger {
  /** Folded path → the path as it was first written, and what it is. */
  readonly #known = new Map<string, { path: string; kind: "file" | "folder" }>();
  #files = 0;
  #folders = 0;

  /** Takes a file in; answers its path with `/` between the parts. Throws PackageError. */
  file(raw: Uint8Array): string {
    const parts = partsOf(raw);
    if (++this.#files > MAX_FILES) throw tooMany("files");
    this.#enter(parts, "file");
    return parts.join("/");
  }

  /** Takes a folder in; "" is the package's own. Throws PackageError. */
  folder(raw: Uint8Array): string {
    const text = decode(raw).replace(/\/$/, "");
    if (text === "." || text === "./") return "";
    const parts = partsOf(new TextEncoder().encode(text));
    this.#enter(parts, "folder");
    return parts.join("/");
  }

  #enter(parts: string[], kind: "file" | "folder"): void {
    for (let depth = 1; depth <= parts.length; depth++) {
      const path = parts.slice(0, depth).join("/");
      const what = depth < parts.length ? "folder" : kind;
      const other = this.#known.get(fold(path));
      if (other === undefined) {
        if (what === "folder" && ++this.#folders > MAX_FILES) throw tooMany("folders");
        this.#known.set(fold(path), { path, kind: what });
      } else if (other.path !== path) {
        const message = `The paths "${other.path}" and "${path}" are one on some file systems: rename one of them`;
        throw new PackageError("path_unsafe", message);
      } else if (other.kind !== what || what === "file") {
        const message = `The path "${path}" is in the package twice${
          other.kind === what ? "" : ", as file and folder"
        }`;
        throw new PackageError("path_unsafe", message);
      }
    }
  }
}

/** Upper and lower case, composed and decomposed letters fall together. */
function fold(path: string): string {
  return path.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
}

function partsOf(raw: Uint8Array): string[] {
  const text = decode(raw);
  // What `tar -c .` writes.
  const parts = (text.startsWith("./") ? text.slice("./".length) : text).split("/");
  const problem = problemOf(text, raw.length, parts);
  if (problem !== undefined) {
    const expected = `expected a path inside the package such as "ui/index.html"`;
    throw new PackageError("path_unsafe", `The path ${JSON.stringify(text.slice(0, 300))} ${problem}; ${expected}`);
  }
  return parts;
}

function problemOf(text: string, bytes: number, parts: string[]): string | undefined {
  if (bytes > MAX_PATH_BYTES) return `has ${bytes} bytes, more than ${MAX_PATH_BYTES}`;
  if (text.includes("\0")) return "holds a NUL character";
  if (UNPRINTABLE.test(text)) return "holds a character that cannot be seen";
  if (text.includes("\\")) return "holds a backslash";
  if (/^(\/|[A-Za-z]:)/.test(text)) return "is absolute";
  if (parts.includes("..")) return `leads out of the package with ".."`;
  if (parts.some((part) => part === "" || part === ".")) return "has an empty part";
  if (parts.some((part) => /[. ]$/.test(part))) return "has a part that ends with a dot or a space";
  if (parts.length > MAX_DEPTH) return `lies in more than ${MAX_DEPTH} folders`;
}

function decode(raw: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    throw new PackageError("path_unsafe", "A path in the package is not UTF-8 text");
  }
}

function tooMany(what: string): PackageError {
  return new PackageError("too_large", `The package holds more than ${MAX_FILES} ${what}`);
}
