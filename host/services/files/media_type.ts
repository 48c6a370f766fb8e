import { fileTypeFromBuffer } from "file-type";

/** Bytes from the beginning of a file by which its type is told. */
export const SAMPLE_BYTES = 4_100;

/** Shown by a browser in place, under the sandboxing policy; everything else is only ever downloaded. */
const SHOWN = /^(image\/(png|jpeg|gif|webp|avif)|audio\/[\w.+-]+|video\/[\w.+-]+|text\/plain)$/;

/** Families whose types show in the bytes: who claims one of them without having it is not believed. */
const TOLD_BY_BYTES = /^(image|audio|video|font)\//;

/** A type that is text, by name. */
const TEXT = /^(text\/[\w.+-]+|application\/(json|xml|yaml|toml|x-ndjson))$/;

/** The type that a file is kept under: what its bytes say, else what its sender said where that can do no harm. */
export async function mediaType(sample: Uint8Array, claimed: string | undefined): Promise<string> {
  const found = await fileTypeFromBuffer(sample).catch(() => undefined);
  if (found) return found.mime;
  const type = (claimed ?? "").split(";")[0]!.trim().toLowerCase();
  if (!/^[a-z]+\/[a-z0-9.+-]{1,100}$/.test(type) || TOLD_BY_BYTES.test(type)) {
    return isText(sample) ? "text/plain" : "application/octet-stream";
  }
  // A page or a script would be run by whoever opens it; as text it is shown.
  if (TEXT.test(type)) return isText(sample) ? "text/plain" : "application/octet-stream";
  return type;
}

/** May a browser show it in place? */
export function isShown(type: string): boolean {
  return SHOWN.test(type);
}

function isText(sample: Uint8Array): boolean {
  if (sample.includes(0)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(sample, { stream: true });
    return true;
  } catch {
    return false;
  }
}
