import { z } from "zod";
import type { CallRequest } from "../../rpc/ports.ts";
import type { BusEvent, Role } from "../../sdk/channel/protocol.ts";
import { isEventType, isTypePattern } from "../patterns.ts";
import type { Audience } from "../ports.ts";

export const ADMINS: Role[] = ["owner", "admin"];
export const EVERYBODY: Role[] = ["owner", "admin", "member", "guest", "agent"];

export const typeName = z.string().refine(isEventType, "an event type is two to eight segments joined by dots")
  .describe("Event type, such as chat.message.sent");

export const typePatterns = z.array(
  z.string().refine(isTypePattern, 'a type pattern is segments joined by dots, "*" for any one, "**" for any tail'),
).min(1).max(50).describe("Type patterns; default all");

/** What narrows a reading of the log. */
export const filters = {
  types: typePatterns.optional(),
  source: z.string().min(1).max(300).optional().describe("Plugin id, workflow:<name> or host"),
  subject: z.string().min(1).max(500).optional(),
  text: z.string().min(1).max(200).optional().describe("Words anywhere in the event"),
};

export const position = z.number().int().min(0);
export const limit = z.number().int().min(1).max(200).default(50);
export const cursor = z.string().regex(/^\d{1,16}$/);
export const time = z.iso.datetime({ offset: true });

export const busEvent = z.object({
  specversion: z.literal("1.0"),
  id: z.string(),
  source: z.string().describe("Plugin id, workflow:<name> or host"),
  type: z.string(),
  subject: z.string().optional(),
  time: z.string(),
  datacontenttype: z.literal("application/json"),
  data: z.unknown(),
  actor: z.string().optional(),
  actorkind: z.enum(["human", "agent", "system", "external"]),
  causeid: z.string().optional(),
  hops: z.number().int(),
  traceparent: z.string().optional(),
  seq: z.number().int().describe("Position in the log"),
  audience: z.string(),
  target: z.string().optional().describe("Only this consumer gets it"),
  editof: z.string().optional().describe("Id of the event whose data was edited to make this one"),
});

/** May this caller see the event? */
export type Sees = (event: BusEvent, call: CallRequest) => boolean;

export function seesBy(audience: Audience): Sees {
  return (event, { caller }) => caller.kind === "system" || audience.allows(event, caller);
}

export function actorKind({ caller }: CallRequest): BusEvent["actorkind"] {
  if (caller.kind !== "user") return "system";
  return caller.role === "agent" ? "agent" : "human";
}
