import { type Text, text } from "../i18n/language.ts";

/** A group of the keyboard map as it is shown. */
export interface KeyGroup {
  title: Text;
  /** Each with the keys that do it, as the kit writes them: `Mod+B`. */
  keys: { keys: string[]; does: Text }[];
}

/** All keys of chat, where they count. What the cockpit has everywhere is in it too. */
export const KEY_MAP: KeyGroup[] = [
  {
    title: text("Everywhere"),
    keys: [
      { keys: ["Mod+K"], does: text("Go to any conversation, person or page") },
      { keys: ["?"], does: text("Show this map") },
      { keys: ["/"], does: text("Search messages") },
      { keys: ["Alt+↑", "Alt+↓"], does: text("Conversation above or below") },
      { keys: ["Alt+Shift+↑", "Alt+Shift+↓"], does: text("Unread conversation above or below") },
      { keys: ["Mod+Shift+1"], does: text("First workspace; 2 to 9 the others") },
      { keys: ["Esc"], does: text("Close what is open") },
    ],
  },
  {
    title: text("While writing"),
    keys: [
      { keys: ["Enter"], does: text("Send, if your preferences say so") },
      { keys: ["Mod+Enter"], does: text("Send always") },
      { keys: ["Shift+Enter"], does: text("New line") },
      { keys: ["↑"], does: text("In an empty field: change what you said last") },
      { keys: ["Mod+B", "Mod+I", "Mod+E"], does: text("Bold, italic, code") },
      { keys: ["@", "#", ":", "/"], does: text("Complete a name, a channel, an emoji, a command") },
      { keys: [";"], does: text("Complete a snippet of yours") },
      { keys: ["Mod+Shift+P"], does: text("Preview, and back") },
      { keys: ["Tab"], does: text("Take what is suggested") },
    ],
  },
  {
    title: text("On a message"),
    keys: [
      { keys: ["↑", "↓"], does: text("Message above or below") },
      { keys: ["R"], does: text("Add a reaction") },
      { keys: ["T"], does: text("Reply in thread") },
      { keys: ["E"], does: text("Edit your message") },
      { keys: ["S"], does: text("Save for later, or take it off") },
      { keys: ["P"], does: text("Pin, or unpin") },
      { keys: ["U"], does: text("Mark unread from here") },
      { keys: ["L"], does: text("Copy link") },
      { keys: ["Delete"], does: text("Delete, with a way back") },
    ],
  },
  {
    title: text("On a link at the top"),
    keys: [{ keys: ["Mod+Shift+←", "Mod+Shift+→"], does: text("Move the link to the front or the back") }],
  },
  {
    title: text("In the sidebar"),
    keys: [
      { keys: ["↑", "↓"], does: text("Row above or below") },
      { keys: ["Mod+Shift+↑", "Mod+Shift+↓"], does: text("Move the row up or down") },
    ],
  },
];

/** What a key means wherever one is in chat. */
export type GlobalKey =
  | { kind: "keys" | "search" }
  | { kind: "walk"; step: 1 | -1; unread: boolean }
  | { kind: "workspace"; index: number };

export interface PressedKey {
  key: string;
  /** The key itself: with Shift a digit writes something else. */
  code?: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}

/** Undefined for a key that chat leaves alone; `typing`: the person writes into a field. */
export function globalKey(pressed: PressedKey, typing: boolean): GlobalKey | undefined {
  const { key, code, altKey, ctrlKey, metaKey, shiftKey } = pressed;
  const digit = /^Digit([1-9])$/.exec(code ?? "")?.[1];
  if (digit && shiftKey && !altKey && ctrlKey !== metaKey) return { kind: "workspace", index: Number(digit) - 1 };
  if (ctrlKey || metaKey) return undefined;
  // With Alt they write nothing, so they count in a field as well.
  if (altKey && (key === "ArrowUp" || key === "ArrowDown")) {
    return { kind: "walk", step: key === "ArrowUp" ? -1 : 1, unread: shiftKey };
  }
  if (altKey || typing) return undefined;
  return key === "?" ? { kind: "keys" } : key === "/" ? { kind: "search" } : undefined;
}

/** The conversation above or below in the sidebar; at its end it begins anew. Undefined when there is none. */
export function nextConversation<T extends { id: string }>(
  rows: readonly T[],
  current: string | undefined,
  { step, wanted = () => true }: { step: 1 | -1; wanted?: (row: T) => boolean },
): T | undefined {
  const at = rows.findIndex((row) => row.id === current);
  const from = at < 0 ? (step > 0 ? -1 : rows.length) : at;
  for (let seen = 1; seen <= rows.length; seen++) {
    const row = rows[(((from + seen * step) % rows.length) + rows.length) % rows.length];
    if (row && row.id !== current && wanted(row)) return row;
  }
}
