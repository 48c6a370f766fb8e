import { newEventId } from "../channel/event_id.ts";
import type { PushNotification, PushWords, RelayItem } from "../channel/protocol.ts";
import type { Push } from "./context.ts";

const MAX_TITLE = 200;
const MAX_BODY = 2_000;
const MAX_TTL_S = 28 * 86_400;
const TOPIC = /^[A-Za-z0-9_-]{1,32}$/;

/** `ctx.push` of one invocation; `write` puts the JSON of an item into the outbox, in the transaction that is open. */
export class CallPush implements Push {
  readonly #write: (item: string) => void;

  constructor(write: (item: string) => void) {
    this.#write = write;
  }

  send(notification: PushNotification): void {
    const { to, title, body, ttlS, topic } = notification;
    if (to === "") throw new TypeError("A notification is for somebody: `to` is a user id");
    checkWords("title", title, MAX_TITLE);
    if (body !== undefined) checkWords("body", body, MAX_BODY);
    if (ttlS !== undefined && !(Number.isInteger(ttlS) && ttlS >= 0 && ttlS <= MAX_TTL_S)) {
      throw new TypeError(`ttlS is ${ttlS}: expected whole seconds, at most ${MAX_TTL_S}`);
    }
    if (topic !== undefined && !TOPIC.test(topic)) {
      throw new TypeError(`The topic "${topic}" does not fit: at most 32 of A-Z a-z 0-9 - _`);
    }
    const item: RelayItem = { kind: "push", id: newEventId(), ...notification };
    this.#write(JSON.stringify(item));
  }
}

function checkWords(field: string, words: PushWords, most: number): void {
  for (const text of typeof words === "string" ? [words] : Object.values(words)) {
    if (text.length > most) {
      throw new TypeError(`The ${field} of a notification has ${text.length} characters: at most ${most} are shown`);
    }
  }
}
