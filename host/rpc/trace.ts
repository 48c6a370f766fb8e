/** `traceparent` of W3C Trace Context, version 00. */
const FORMAT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

const process = randomHex(8);
let counter = 0;

/** A new trace: random per process, counted within it, which is unique and costs next to nothing per call. */
export function newTraceparent(): string {
  counter++;
  const count = counter.toString(16).padStart(16, "0");
  return `00-${process}${count}-${count}-01`;
}

/** A caller's own traceparent when it is well formed, else a new one. */
export function acceptTraceparent(given: string | null | undefined): string {
  return given && isTraceparent(given) ? given : newTraceparent();
}

/** Is it a well-formed traceparent? */
export function isTraceparent(given: string): boolean {
  return FORMAT.test(given);
}

/** The trace id inside a traceparent: what errors and log records carry. */
export function traceIdOf(traceparent: string): string {
  return traceparent.slice(3, 35);
}

function randomHex(bytes: number): string {
  return [...crypto.getRandomValues(new Uint8Array(bytes))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
