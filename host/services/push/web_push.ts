import type { Clock } from "../../observe/ports.ts";
import { addressesOf, endpointFault, ForbiddenAddress, type ReachRules } from "./endpoint.ts";
import type { PushDevice, PushOutcome } from "./ports.ts";
import { post } from "./post.ts";
import type { VapidKeys } from "./vapid.ts";

/** Time for a push service to answer. */
const ANSWER_MS = 15_000;
/** However long a push service wants to be left alone. */
const MAX_RETRY_AFTER_MS = 24 * 3_600_000;

export interface WebPushOptions {
  keys: VapidKeys;
  /** Whom a push service may turn to: an address of the web or `mailto:` (RFC 8292 §2.1). */
  subject: string;
  clock: Clock;
  reach: ReachRules;
}

/** What is used of `web-push`, which has no types; those that others wrote for it would bring another `@types/node` along. */
interface WebPush {
  generateRequestDetails(
    subscription: { endpoint: string; keys: { p256dh: string; auth: string } },
    payload: string,
    options: {
      vapidDetails: VapidKeys & { subject: string };
      /** Seconds. */
      TTL: number;
      urgency: string;
      topic?: string;
      contentEncoding: "aes128gcm";
    },
  ): { headers: Record<string, string | number>; body: Uint8Array };
}

/** What is sent, and how. */
export interface Sending {
  payload: string;
  urgency: string;
  topic: string;
  ttlS: number;
}

/**
 * Sends one message by the Web Push protocol (RFC 8030), encrypted for the one browser (RFC 8291) and signed by the host
 * (RFC 8292). Never rejects: what went wrong is the outcome.
 */
export async function webPush(
  device: Pick<PushDevice, "endpoint" | "p256dh" | "auth">,
  sending: Sending,
  { signal, ...options }: WebPushOptions & { signal: AbortSignal },
): Promise<PushOutcome> {
  const fault = endpointFault(device.endpoint, options.reach);
  if (fault) return { kind: "refused", error: `The address of the push service ${fault}` };
  // Loaded with the first push: a host without such devices does not carry it.
  const { generateRequestDetails } = (await import("web-push")).default as WebPush;
  const url = new URL(device.endpoint);
  let request: ReturnType<WebPush["generateRequestDetails"]>;
  try {
    request = generateRequestDetails(
      { endpoint: device.endpoint, keys: { p256dh: device.p256dh, auth: device.auth } },
      sending.payload,
      {
        vapidDetails: { subject: options.subject, ...options.keys },
        TTL: sending.ttlS,
        urgency: sending.urgency,
        ...(sending.topic === "" ? {} : { topic: sending.topic }),
        contentEncoding: "aes128gcm",
      },
    );
  } catch (error) {
    return { kind: "refused", error: `It could not be encrypted for this device: ${(error as Error).message}` };
  }
  try {
    const [address] = await addressesOf(url, options.reach);
    const answer = await post(
      { url, address: address!, headers: request.headers, body: request.body },
      { clock: options.clock, timeoutMs: ANSWER_MS, signal },
    );
    return outcomeOf(answer.status, answer.retryAfter, options.clock.now());
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof ForbiddenAddress) return { kind: "refused", error: message };
    return { kind: "later", error: `The push service at ${url.host} could not be reached: ${message}` };
  }
}

/** What the status of a push service says. */
export function outcomeOf(status: number, retryAfter: string | undefined, now: number): PushOutcome {
  if (status >= 200 && status < 300) return { kind: "sent" };
  if (status === 404 || status === 410) return { kind: "gone" };
  const error = `The push service answered ${status}`;
  if (status !== 429 && status < 500) return { kind: "refused", error };
  const afterMs = retryAfterMs(retryAfter, now);
  return { kind: "later", error, ...(afterMs === undefined ? {} : { afterMs }) };
}

/** Of the header `retry-after`, seconds or a date; undefined for what is neither. */
function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? undefined : Math.min(MAX_RETRY_AFTER_MS, Math.max(0, ms));
}
