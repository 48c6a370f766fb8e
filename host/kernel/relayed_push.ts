import type { PushWords, RelayItem } from "../sdk/channel/protocol.ts";
import type { RpcError } from "../sdk/errors.ts";
import type { PushMessage } from "../services/push/ports.ts";

const MAX_TITLE = 200;
const MAX_BODY = 2_000;
/** As long as push services keep something at most. */
const MAX_TTL_S = 28 * 86_400;
const DAY_S = 86_400;
const LANGUAGE = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/;
const TOPIC = /^[A-Za-z0-9_-]{1,32}$/;
const URGENCIES = ["very-low", "low", "normal", "high"];

/** A notification as a compartment relays it, with all that it leaves out; throws what `bad` makes for what does not fit. */
export function pushOf(
  item: Extract<RelayItem, { kind: "push" }>,
  bad: (field: string, expected: string) => RpcError,
): PushMessage {
  const text = (field: "id" | "to" | "path" | "hash" | "tag" | "group", most: number): string | undefined => {
    const value: unknown = item[field];
    if (value !== undefined && (typeof value !== "string" || value === "" || value.length > most)) {
      throw bad(field, `a text of at most ${most} characters`);
    }
    return value as string | undefined;
  };
  const id = text("id", 100), to = text("to", 100);
  if (id === undefined) throw bad("id", "an id");
  if (to === undefined) throw bad("to", "a user id");
  if (item.title === undefined || !areWords(item.title, MAX_TITLE)) {
    throw bad("title", `a text of at most ${MAX_TITLE} characters, or one a language with "en" among them`);
  }
  if (item.body !== undefined && !areWords(item.body, MAX_BODY)) {
    throw bad("body", `a text of at most ${MAX_BODY} characters, or one a language with "en" among them`);
  }
  const { urgency = "normal", ttlS = DAY_S, topic, order } = item;
  if (!URGENCIES.includes(urgency)) throw bad("urgency", URGENCIES.join(", "));
  if (!Number.isInteger(ttlS) || ttlS < 0 || ttlS > MAX_TTL_S) throw bad("ttlS", `0 to ${MAX_TTL_S} seconds`);
  if (topic !== undefined && (typeof topic !== "string" || !TOPIC.test(topic))) {
    throw bad("topic", "at most 32 of A-Z a-z 0-9 - _");
  }
  if (order !== undefined && !Number.isSafeInteger(order)) throw bad("order", "a whole number");
  const message: PushMessage = { id, to, title: item.title, path: "", tag: id, urgency, ttlS };
  if (item.body !== undefined) message.body = item.body;
  message.path = text("path", 300) ?? "";
  message.tag = text("tag", 100) ?? id;
  const hash = text("hash", 200), group = text("group", 200);
  if (hash !== undefined) message.hash = hash;
  if (group !== undefined) message.group = group;
  if (order !== undefined) message.order = order;
  if (topic !== undefined) message.topic = topic;
  return message;
}

function areWords(words: unknown, most: number): words is PushWords {
  if (typeof words === "string") return words.length <= most;
  if (typeof words !== "object" || words === null || !Object.hasOwn(words, "en")) return false;
  const all = Object.entries(words);
  return all.length <= 20 &&
    all.every(([language, text]) => LANGUAGE.test(language) && typeof text === "string" && text.length <= most);
}
