import { z } from "zod";
import { BackupError } from "./backup_error.ts";

/** Version of the archive's layout; another one is refused. */
export const FORMAT = 1;

/** The first entry: what can be told of an archive without reading all of it. */
export const HEAD_PATH = "backup.json";
/** The last two entries. Without them an archive is not whole. */
export const MANIFEST_PATH = "manifest.json";
export const MANIFEST_SUM_PATH = "manifest.sha256";

/** Bytes of the manifest; enough for about 300,000 files. */
export const MAX_MANIFEST_BYTES = 64 * 1024 ** 2;
export const MAX_HEAD_BYTES = 16 * 1024;
/** Files of one archive. */
export const MAX_PARTS = 1_000_000;

export const COMPRESSIONS = ["zstd", "none"] as const;
export type Compression = (typeof COMPRESSIONS)[number];

const Head = z.object({
  format: z.int(),
  createdAt: z.iso.datetime(),
  /** Version of the host that made it. */
  host: z.string().max(64),
  compression: z.enum(COMPRESSIONS),
  /** Is the key of the secrets in it? */
  key: z.boolean(),
});
/** What an archive says of itself at its beginning. */
export type Head = z.infer<typeof Head>;

const Part = z.object({
  path: z.string(),
  kind: z.enum(["database", "file"]),
  sizeBytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
/** One file of an archive. */
export type Part = z.infer<typeof Part>;

const Manifest = z.object({
  head: Head,
  /** Milliseconds for which nothing could be written. */
  barrierMs: z.number(),
  /** What could not be taken along, and why. */
  leftOut: z.array(z.object({ path: z.string(), reason: z.string() })),
  parts: z.array(Part).max(MAX_PARTS),
});
/** Everything that is in an archive. */
export type Manifest = z.infer<typeof Manifest>;

/** Reads the first entry. Throws {@linkcode BackupError} for another format, or what is none. */
export function parseHead(text: string): Head {
  const value = parseJson(text, HEAD_PATH);
  const format = (value as { format?: unknown } | null)?.format;
  if (typeof format === "number" && format !== FORMAT) {
    throw new BackupError(
      "incompatible",
      `The backup has format ${format}, this release reads format ${FORMAT}: use the release that made it`,
    );
  }
  return checked(Head, value, HEAD_PATH);
}

/** Reads the manifest. Throws {@linkcode BackupError}. */
export function parseManifest(text: string): Manifest {
  return checked(Manifest, parseJson(text, MANIFEST_PATH), MANIFEST_PATH);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BackupError("damaged", `The backup is damaged: its "${path}" is no JSON`, { cause: error });
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, path: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new BackupError(
    "damaged",
    `The backup is damaged: "${issue.path.join(".")}" in its "${path}" does not fit: ${issue.message}`,
  );
}
