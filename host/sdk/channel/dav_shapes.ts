import { z } from "zod";

/** One name on the way to an entry; the gateway has refused what is no name before it asks. */
const Name = z.string().min(1).max(255);

/** The way from the tree's root, name by name; empty for the root itself. */
export const DavPath = z.array(Name).max(16);

const folder = z.object({
  kind: z.literal("folder"),
  name: Name,
  modifiedAt: z.iso.datetime().optional().describe("When something in it changed last, where that is known"),
});

const file = z.object({
  kind: z.literal("file"),
  name: Name,
  sizeBytes: z.int().min(0).describe("Exactly as many bytes as reading it gives, in UTF-8"),
  etag: z.string().regex(/^[\x21\x23-\x7e]{1,200}$/).describe("Another one as soon as its bytes are others"),
  modifiedAt: z.iso.datetime(),
  type: z.string().max(200).describe("Media type"),
});

/** A folder or a file of a tree. */
export const DavEntry = z.discriminatedUnion("kind", [folder, file]);
/** What a tree says of one of its entries. */
export type DavEntry = z.output<typeof DavEntry>;

/** What a tree says of a file. */
export type DavFile = Extract<DavEntry, { kind: "file" }>;

/** Params of `<prefix>.dav.list`. */
export const DavListParams = z.object({
  path: DavPath.default([]),
  depth: z.union([z.literal(0), z.literal(1)]).default(1).describe("0: only the entry itself"),
  cursor: z.string().max(500).optional().describe("nextCursor of the page before"),
});

/** Its result: the entry at the path, and a page of what is in it. */
export const DavListResult = z.object({
  self: DavEntry,
  items: z.array(DavEntry).max(1_000),
  nextCursor: z.string().max(500).optional(),
});
/** The same as a type. */
export type DavListResult = z.output<typeof DavListResult>;

/** Params of `<prefix>.dav.read`. */
export const DavReadParams = z.object({
  path: DavPath.min(1),
  cursor: z.string().max(500).optional().describe("nextCursor of the piece before"),
});

/** Its result: a piece of a text, or which of the provider's own files it is. */
export const DavReadResult = z.union([
  z.object({ text: z.string(), etag: z.string().max(200), nextCursor: z.string().max(500).optional() }),
  z.object({ file: z.string().max(100).describe("Id of a file that the host keeps for this plugin") }),
]);
/** The same as a type. */
export type DavReadResult = z.output<typeof DavReadResult>;

/** The two methods, below the prefix of whoever provides a tree. */
export const DAV_LIST = "dav.list";
export const DAV_READ = "dav.read";
