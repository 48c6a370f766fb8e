import { z } from "zod";
import { Time } from "./time.ts";
import type { DeliveryRow, IncomingRow, OutgoingRow } from "../store/hooks.ts";

/** What a webhook is called; messages that come by it are signed with it. */
export const HookName = z.string().trim().min(1, "A webhook needs a name").max(80);

/** An address at which other systems write into a channel. */
export const IncomingHook = z.object({
  id: z.string(),
  name: z.string(),
  channelId: z.string(),
  last4: z.string().describe("End of its secret part"),
  createdBy: z.string(),
  createdAt: Time,
});
export type IncomingHook = z.output<typeof IncomingHook>;

/** Another server that is told of messages in a channel. */
export const OutgoingHook = z.object({
  id: z.string(),
  name: z.string(),
  channelId: z.string(),
  words: z.array(z.string()),
  url: z.string(),
  createdBy: z.string(),
  createdAt: Time,
});
export type OutgoingHook = z.output<typeof OutgoingHook>;

/** One message that another server was told of. */
export const Delivery = z.object({
  id: z.string(),
  at: Time,
  attempts: z.int(),
  state: z.enum(["delivered", "waiting", "given_up"]),
  nextAt: Time.optional(),
  status: z.int().optional().describe("HTTP status of the last attempt"),
  error: z.string().optional(),
});
export type Delivery = z.output<typeof Delivery>;

export function presentIncoming(row: IncomingRow): IncomingHook {
  return {
    id: row.id,
    name: row.name,
    channelId: row.channel_id,
    last4: row.last4,
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}

export function presentOutgoing(row: OutgoingRow): OutgoingHook {
  return {
    id: row.id,
    name: row.name,
    channelId: row.channel_id,
    words: JSON.parse(row.words),
    url: row.url,
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}

export function presentDelivery(row: DeliveryRow): Delivery {
  const arrived = row.status !== null && row.status >= 200 && row.status < 300;
  const delivery: Delivery = {
    id: row.id,
    at: row.at,
    attempts: row.attempts,
    state: row.next_at !== null ? "waiting" : arrived ? "delivered" : "given_up",
  };
  if (row.next_at !== null) delivery.nextAt = row.next_at;
  if (row.status !== null) delivery.status = row.status;
  if (row.error !== null) delivery.error = row.error;
  return delivery;
}

/** A secret that nobody guesses, as hex. */
export function newSecret(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
