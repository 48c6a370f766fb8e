import type { ChatModel } from "./chat_model.ts";
import type { Preferences } from "./wire.ts";

/** What counts where nothing was chosen; the host has the same. */
export const DEFAULTS: Required<Preferences> = {
  notify: "mentions",
  threads: true,
  keywords: [],
  quietHours: null,
  sound: true,
  desktop: true,
  push: false,
  pushText: false,
  compact: false,
  language: "auto",
  convertEmoticons: true,
  enterSends: true,
  unreadFirst: false,
};

/** Changes what this person chose; it shows at once and goes back when the host refuses. Rejects with RpcFailure. */
export async function changePreferences(
  { rpc, personal }: Pick<ChatModel, "rpc" | "personal">,
  change: Preferences,
): Promise<void> {
  const before = personal.get().preferences;
  const put = (preferences: Preferences) => personal.update((state) => ({ ...state, preferences }));
  put({ ...before, ...change });
  try {
    put(await rpc.call<Preferences>("chat.preferences.set", { preferences: change }));
  } catch (error) {
    const keys = Object.keys(change) as (keyof Preferences)[];
    // Only what was tried goes back: something else may have changed meanwhile.
    put({ ...personal.get().preferences, ...Object.fromEntries(keys.map((key) => [key, before[key]])) });
    throw error;
  }
}

/** What was typed as keywords, one a word, as the host takes them; what cannot be one is left out. */
export function keywordsOf(typed: string): string[] {
  const words = typed.toLowerCase().split(/[\s,;]+/);
  return [...new Set(words.filter((word) => /^[\p{L}\p{N}][\p{L}\p{N}_'-]{1,49}$/u.test(word)))];
}

/** Whether a name is a time zone that this browser knows, and so the host. */
export function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name !== "";
  } catch {
    return false;
  }
}
