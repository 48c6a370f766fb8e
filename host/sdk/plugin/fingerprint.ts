/** 64-bit FNV-1a of a text, in hexadecimal. Tells texts apart; guards against nobody who wants two alike. */
export function fingerprint(text: string, seed = 0xcbf29ce484222325n): string {
  let hash = seed;
  for (let index = 0; index < text.length; index++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
}

/** The text itself, or, when it is longer than `max`, its beginning and 128 bits that stand for all of it. */
export function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  const tail = fingerprint(text) + fingerprint(text, 0x9ae16a3b2f90404fn);
  return `${text.slice(0, max - tail.length - 1)}-${tail}`;
}
