/** A new id with a prefix that says what it names: `message_6f1c…`. */
export function newId(kind: "workspace" | "channel" | "message"): string {
  return `${kind}_${crypto.randomUUID().replaceAll("-", "")}`;
}
