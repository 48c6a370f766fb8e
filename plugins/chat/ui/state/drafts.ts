/** What was typed and not sent, per person and channel, so that neither a reload nor a look elsewhere loses it. */

export interface DraftStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const memory = new Map<string, string>();

const keyOf = (person: string, channel: string) => `bulkhead.chat.draft.${person}.${channel}`;

function storage(): DraftStorage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

export function readDraft(person: string, channel: string, store = storage()): string {
  const key = keyOf(person, channel);
  const kept = memory.get(key);
  if (kept !== undefined) return kept;
  try {
    return store?.getItem(key) ?? "";
  } catch {
    return "";
  }
}

export function writeDraft(person: string, channel: string, text: string, store = storage()): void {
  const key = keyOf(person, channel);
  memory.set(key, text);
  try {
    if (text) store?.setItem(key, text);
    else store?.removeItem(key);
  } catch {
    // A full storage keeps the draft in memory alone.
  }
}
