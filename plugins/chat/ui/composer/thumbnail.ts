/** Twice the place that a picture has in a message, for screens with fine dots. */
const MAX_HEIGHT = 384;
const MAX_WIDTH = 1_024;
/** What is smaller is shown as it is. */
const MIN_BYTES = 48 * 1024;
/** Larger ones are not decoded for it. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_PIXELS = 120_000_000;
/** The host takes no larger thumbnail. */
const MAX_THUMBNAIL_BYTES = 256 * 1024;
const PICTURE = /^image\/(png|jpeg|webp|avif)$/;
/** Bytes in which a picture says that it moves. */
const HEAD_BYTES = 4_096;

export interface MadeThumbnail {
  file: File;
  width: number;
  height: number;
}

/**
 * A small picture of a picture, without what else its file says (place, camera, time). Made in the browser of who sends it: the
 * host decodes no picture. Undefined for what needs none or cannot have one: small files, what moves, what is none at all.
 */
export async function thumbnailOf(file: File): Promise<MadeThumbnail | undefined> {
  if (!PICTURE.test(file.type) || file.size < MIN_BYTES || file.size > MAX_BYTES) return undefined;
  if (moves(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()))) return undefined;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  try {
    const { width, height } = picture;
    if (width * height > MAX_PIXELS) return undefined;
    const scale = Math.min(1, MAX_HEIGHT / height, MAX_WIDTH / width);
    const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
    const blob = await drawn(picture, size, file.type);
    if (blob.size > MAX_THUMBNAIL_BYTES || blob.size >= file.size) return undefined;
    const name = `${file.name.slice(0, 100)}.thumbnail.${blob.type.slice("image/".length)}`;
    return { file: new File([blob], name, { type: blob.type }), ...size };
  } finally {
    picture.close();
  }
}

/** Does the beginning of a file say that it is an animation? Its thumbnail would stand still. */
export function moves(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head);
  return text.startsWith("GIF8") || text.startsWith("\x89PNG") && text.includes("acTL") ||
    text.startsWith("RIFF") && text.slice(8, 16) === "WEBPVP8X" && text.includes("ANIM");
}

/** As WebP; where the browser cannot write that, in the picture's own kind. */
async function drawn(
  picture: ImageBitmap,
  { width, height }: { width: number; height: number },
  type: string,
): Promise<Blob> {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  if (!context) throw new Error("The browser gives no canvas");
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, width, height);
  const written = (as: string) =>
    new Promise<Blob>((resolve, reject) =>
      canvas.toBlob((blob) => blob ? resolve(blob) : reject(new Error("The canvas wrote nothing")), as, 0.82)
    );
  const blob = await written("image/webp");
  return blob.type === "image/webp" ? blob : await written(type === "image/jpeg" ? "image/jpeg" : "image/png");
}
