import type { Role } from "../channel/protocol.ts";
import {
  DAV_LIST,
  DAV_READ,
  DavListParams as ListParams,
  DavListResult as ListResult,
  DavReadParams as ReadParams,
  DavReadResult as ReadResult,
} from "../channel/dav_shapes.ts";
import type { Context } from "./context.ts";
import { type AnyMethod, method } from "./definition.ts";

/** A folder of a tree. */
export interface DavFolder {
  /** Tells it from a file. */
  kind: "folder";
  /** One name, without separators. */
  name: string;
  /** When something in it changed last, ISO 8601, where that is known. */
  modifiedAt?: string;
}

/** A file of a tree. */
export interface DavFile {
  /** Tells it from a folder. */
  kind: "file";
  /** One name, without separators. */
  name: string;
  /** Exactly as many bytes as reading it gives, in UTF-8: clients refuse what is shorter or longer. */
  sizeBytes: number;
  /** Another one as soon as its bytes are others; without quotes and blanks. */
  etag: string;
  /** ISO 8601. */
  modifiedAt: string;
  /** Media type. */
  type: string;
}

/** A folder or a file. */
export type DavEntry = DavFolder | DavFile;

/** What the host asks of a folder, or with depth 0 of any entry. */
export interface DavListParams {
  /** The way from the root, name by name; empty for the root itself. */
  path: string[];
  /** 0: only the entry itself. */
  depth: 0 | 1;
  /** `nextCursor` of the page before. */
  cursor?: string | undefined;
}

/** The entry at the path, and a page of what is in it, at most 1,000. */
export interface DavListResult {
  /** The entry at the path; its name is not looked at. */
  self: DavEntry;
  /** What is in it, in any order that stays. */
  items: DavEntry[];
  /** There is more, which this asks for. */
  nextCursor?: string | undefined;
}

/** What the host asks of a file. */
export interface DavReadParams {
  /** The way from the root, name by name. */
  path: string[];
  /** `nextCursor` of the piece before. */
  cursor?: string | undefined;
}

/** A piece of a text, of the same `etag` as it was listed with; or the id of one of `ctx.files.uploads`. */
export type DavReadResult = { text: string; etag: string; nextCursor?: string | undefined } | { file: string };

/** What a plugin shows as folders and files. Whoever asks is `ctx.caller`: show nothing that they may not see. */
export interface DavTree {
  /** Who may look; default owner, admin, member. */
  roles?: Role[];
  /** The entry at a path and a page of what is in it; throws `not_found` for what is not there for the caller. */
  list(params: DavListParams, ctx: Context): DavListResult | Promise<DavListResult>;
  /** A file's text, piece by piece, or which of the plugin's files it is. */
  read(params: DavReadParams, ctx: Context): DavReadResult | Promise<DavReadResult>;
}

/**
 * The two methods by which a plugin offers files below `/dav/<its id>/`; the host speaks WebDAV for it.
 *
 * @example
 * ```ts
 * import { davTree, definePlugin } from "@bulkhead/plugin";
 *
 * const name = "hello.md";
 * const file = { kind: "file" as const, name, sizeBytes: 5, etag: "1", modifiedAt: "2026-01-01T00:00:00Z", type: "text/markdown" };
 * export default definePlugin({
 *   methods: davTree({
 *     list: ({ path }) => path.length === 0 ? { self: { kind: "folder", name: "notes" }, items: [file] } : { self: file, items: [] },
 *     read: () => ({ text: "Hello", etag: "1" }),
 *   }),
 * });
 * ```
 */
export function davTree(tree: DavTree): Record<string, AnyMethod> {
  return { [DAV_LIST]: davList(tree), [DAV_READ]: davRead(tree) };
}

/** The first of the two methods of {@linkcode davTree}, named `dav.list`, for plugins that keep each in a file of its own. */
export function davList({ roles, list }: Pick<DavTree, "roles" | "list">): AnyMethod {
  return method({
    ...(roles ? { roles } : {}),
    summary: "Lists a folder of what is offered over WebDAV",
    description: "The host asks for people and tokens that open /dav/; a token needs both dav methods in its scope.",
    examples: [{ params: { path: [] }, result: { self: { kind: "folder", name: "notes" }, items: [] } }],
    errors: ["not_found"],
    readOnly: true,
    mcp: false,
    params: ListParams,
    result: ListResult,
    // Declared async: a tree may work out in pieces what it shows, and let others be answered in between.
    handler: async (params, ctx) => await list(params, ctx),
  });
}

/** The second one, named `dav.read`. */
export function davRead({ roles, read }: Pick<DavTree, "roles" | "read">): AnyMethod {
  return method({
    ...(roles ? { roles } : {}),
    summary: "Reads a file of what is offered over WebDAV",
    examples: [{ params: { path: ["notes.md"] }, result: { text: "# Notes\n", etag: "7" } }],
    errors: ["not_found"],
    readOnly: true,
    mcp: false,
    params: ReadParams,
    result: ReadResult,
    handler: async (params, ctx) => await read(params, ctx),
  });
}
