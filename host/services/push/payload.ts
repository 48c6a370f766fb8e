import type { PushWords } from "../../sdk/channel/protocol.ts";
import type { PushMessage } from "./ports.ts";

/**
 * Bytes that fit into one message: push services take 4,096 (RFC 8030), of which 86 are the header of the encryption, 16 its
 * tag and one the end of the padding (RFC 8291).
 */
export const MAX_PAYLOAD_BYTES = 4_096 - 86 - 16 - 1;

/** What the service worker of the cockpit gets. */
export interface PushPayload {
  plugin: string;
  title: string;
  body?: string;
  /** Path in the cockpit. */
  url: string;
  tag: string;
  group?: string;
  order?: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** The message as JSON in the words of one device. A body that is too long is cut. */
export function payloadOf(plugin: string, message: PushMessage, device: { language: string; at: number }): string {
  const { title, body, path, hash, tag, group, order } = message;
  const url = `/app/${plugin}${path === "" ? "" : `/${path.split("/").map(encodeURIComponent).join("/")}`}`;
  const payload: PushPayload = {
    plugin,
    title: inLanguage(title, device.language),
    url: hash === undefined ? url : `${url}#${encodeURIComponent(hash)}`,
    tag: `${plugin}:${tag}`,
    at: device.at,
  };
  if (group !== undefined) payload.group = group;
  if (order !== undefined) payload.order = order;
  const whole = body === undefined ? "" : inLanguage(body, device.language);
  if (whole === "") return JSON.stringify(payload);
  for (let text = whole;;) {
    const json = JSON.stringify({ ...payload, body: text });
    const over = new TextEncoder().encode(json).byteLength - MAX_PAYLOAD_BYTES;
    if (over <= 0) return json;
    // A character has at most six bytes as JSON. By code points, so that none is cut in two.
    const points = [...text.replace(/…$/, "")];
    text = `${points.slice(0, Math.max(0, points.length - Math.ceil(over / 6) - 1)).join("")}…`;
  }
}

/** One text, or the one for this language; English where there is none. */
function inLanguage(words: PushWords, language: string): string {
  if (typeof words === "string") return words;
  return words[language] ?? words[language.split("-")[0]!] ?? words.en;
}
