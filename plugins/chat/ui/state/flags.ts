/** Small choices of this browser: what is folded, what was open last. Without storage they last as long as the page. */

const memory = new Map<string, string>();

export function readText(name: string): string | undefined {
  const key = `bulkhead.chat.${name}`;
  try {
    return memory.get(key) ?? globalThis.localStorage?.getItem(key) ?? undefined;
  } catch {
    return memory.get(key);
  }
}

export function writeText(name: string, value: string): void {
  const key = `bulkhead.chat.${name}`;
  memory.set(key, value);
  try {
    globalThis.localStorage?.setItem(key, value);
  } catch {
    // A full or forbidden storage keeps it in memory alone.
  }
}

export function readFlag(name: string): boolean {
  return readText(name) === "1";
}

export function writeFlag(name: string, value: boolean): void {
  writeText(name, value ? "1" : "0");
}
