/** What has an id of chat's own. */
export type IdKind =
  | "workspace"
  | "channel"
  | "message"
  | "section"
  | "reminder"
  | "scheduled"
  | "group"
  | "bookmark"
  | "snippet"
  | "hook"
  | "import";

/**
 * A new id with a prefix that says what it names: `message_0192…`. It begins with the time, as UUIDs of version 7 do: new
 * rows then lie side by side in an index, which keeps inserting fast however many there are.
 */
export function newId(kind: IdKind, now: number = Date.now()): string {
  const random = crypto.randomUUID().replaceAll("-", "");
  return `${kind}_${now.toString(16).padStart(12, "0")}7${random.slice(13)}`;
}
