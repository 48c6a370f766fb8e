import { z } from "zod";
import { type CallRequest, hostMethod, type HostMethods } from "../../rpc/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { DeadLetter, EventCatalog, EventLog } from "../ports.ts";
import { checkData } from "./publish.ts";
import { actorKind, ADMINS, busEvent, cursor, limit, type Sees } from "./shapes.ts";
import { SAMPLE_DEAD_LETTER } from "./samples.ts";

export interface DeadLetterMethodsOptions {
  log: EventLog;
  catalog: EventCatalog;
  sees: Sees;
}

const id = z.number().int().min(1);
const deadLetter = z.object({
  id: z.number().int(),
  consumer: z.string(),
  attempts: z.number().int(),
  error: z.string(),
  time: z.string(),
  event: busEvent.describe("Without data when its audience does not hold the caller"),
  hidden: z.boolean().describe("The caller may not see the data"),
  replacedBy: z.number().int().optional().describe("Position of the edited event that was delivered in its place"),
});

/** Events that a consumer gave up on: `host.event.deadLetter.*`. */
export function deadLetterMethods({ log, catalog, sees }: DeadLetterMethodsOptions): HostMethods {
  return {
    "host.event.deadLetter.list": hostMethod({
      summary: "Events that a consumer gave up on, newest first",
      examples: [{ params: { consumer: "plugin:polls" }, result: { items: [SAMPLE_DEAD_LETTER] } }],
      readOnly: true,
      roles: ADMINS,
      params: z.strictObject({ consumer: z.string().optional(), limit, cursor: cursor.optional() }),
      result: z.object({ items: z.array(deadLetter), nextCursor: z.string().optional() }),
      async handler({ consumer, limit, cursor }, call) {
        const letters = await log.deadLetters({
          ...(consumer === undefined ? {} : { consumer }),
          ...(cursor === undefined ? {} : { before: Number(cursor) }),
          limit: limit + 1,
        });
        const items = letters.slice(0, limit).map((letter) => present(letter, call));
        return { items, ...(letters.length > limit ? { nextCursor: String(items.at(-1)!.id) } : {}) };
      },
    }),

    "host.event.deadLetter.get": hostMethod({
      summary: "One dead letter",
      examples: [{ params: { id: 3 }, result: SAMPLE_DEAD_LETTER }],
      errors: ["not_found"],
      readOnly: true,
      roles: ADMINS,
      params: z.strictObject({ id }),
      result: deadLetter,
      handler: async ({ id }, call) => present(await find(id), call),
    }),

    "host.event.deadLetter.replay": hostMethod({
      summary: "Delivers a dead letter once more and answers when its consumer has taken it; " +
        "with data, publishes a new event with that data for this consumer alone and keeps the first",
      examples: [{ params: { id: 3 }, result: { id: 3 } }],
      errors: ["not_found"],
      roles: ADMINS,
      risk: "high",
      params: z.strictObject({
        id,
        data: z.json().optional().describe("What the new event holds in place of the first one's data"),
      }),
      result: z.object({
        id: z.number().int(),
        event: z.object({ id: z.string(), seq: z.number().int() }).optional().describe("The new event"),
      }),
      async handler({ id, data }, call) {
        if (data === undefined) {
          await log.replayDeadLetter(id);
          return { id };
        }
        const { event } = await find(id);
        if (!sees(event, call)) {
          throw new RpcError("forbidden", "You may not see what this event holds, so you cannot edit it", {
            hint: "Its audience can, or replay it as it is",
          });
        }
        checkData(catalog, event.type, data);
        const { id: eventId, seq } = await log.replaceDeadLetter(id, {
          data,
          actor: call.caller.id,
          actorkind: actorKind(call),
          ...(call.traceparent ? { traceparent: call.traceparent } : {}),
        });
        return { id, event: { id: eventId, seq } };
      },
    }),

    "host.event.deadLetter.drop": hostMethod({
      summary: "Forgets a dead letter",
      examples: [{ params: { id: 3 }, result: { id: 3 } }],
      errors: ["not_found"],
      roles: ADMINS,
      risk: "high",
      params: z.strictObject({ id }),
      result: z.object({ id: z.number().int() }),
      async handler({ id }) {
        await log.dropDeadLetter(id);
        return { id };
      },
    }),
  };

  async function find(id: number): Promise<DeadLetter> {
    const letter = await log.deadLetter(id);
    if (letter) return letter;
    throw new RpcError("not_found", `There is no dead letter ${id}`, { path: "/id" });
  }

  function present(letter: DeadLetter, call: CallRequest) {
    if (sees(letter.event, call)) return { ...letter, hidden: false };
    const { data: _, ...envelope } = letter.event;
    return { ...letter, event: { ...envelope, data: undefined }, hidden: true };
  }
}
