import { createHash } from "node:crypto";

/** Longer names are refused by some models' APIs. */
const MAX_NAME = 64;
const HASH = 6;

/**
 * The tool's name for each method: `chat.message.send` is `chat_message_send`. A name that is too long, or that two of
 * these methods or one of `taken` would have, gets a piece of the method's hash, all of them alike: a name never means
 * another method because one came or went.
 */
export function toolNames(methods: readonly string[], taken: readonly string[] = []): Map<string, string> {
  const uses = new Map<string, number>(taken.map((name) => [name, 1]));
  const plain = methods.map((method) => [method, method.replaceAll(/[^A-Za-z0-9_-]/g, "_")] as const);
  for (const [, name] of plain) uses.set(name, (uses.get(name) ?? 0) + 1);
  return new Map(plain.map(([method, name]) => {
    if (name.length <= MAX_NAME && uses.get(name) === 1) return [method, name];
    const hash = createHash("sha256").update(method).digest("hex").slice(0, HASH);
    return [method, `${name.slice(0, MAX_NAME - HASH - 1)}_${hash}`];
  }));
}
