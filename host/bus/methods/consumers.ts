import { z } from "zod";
import { hostMethod, type HostMethods } from "../../rpc/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { EventLog } from "../ports.ts";
import { ADMINS, position, time } from "./shapes.ts";
import { SAMPLE_CONSUMER } from "./samples.ts";

const name = z.string().min(1).max(300).describe("plugin:<id> or workflow:<name>");

export const consumerInfo = z.object({
  name: z.string(),
  types: z.array(z.string()),
  state: z.enum(["running", "paused", "away"]).describe("away: nobody takes its events now, they wait"),
  position: z.number().int().describe("Everything up to here is acknowledged"),
  lag: z.number().int().describe("Matching events that are not acknowledged"),
  behindSince: z.string().optional().describe("Time of the oldest event that waits"),
  inFlight: z.number().int(),
  paused: z.boolean().describe("Nothing is delivered now, whatever the reason"),
  pausedBy: z.string().optional(),
  pausedAt: z.string().optional(),
  replayingTo: z.number().int().optional().describe("Up to here it takes events once more"),
  deadLetters: z.number().int(),
  lastError: z.object({
    message: z.string(),
    seq: z.number().int(),
    type: z.string(),
    attempt: z.number().int(),
    time: z.string(),
  }).optional(),
});

/** Those who take events: `host.event.consumer.*`. */
export function consumerMethods({ log }: { log: EventLog }): HostMethods {
  return {
    "host.event.consumer.list": hostMethod({
      summary: "Who takes events, how far each has come and what waits for it",
      examples: [{ params: {}, result: { items: [SAMPLE_CONSUMER] } }],
      readOnly: true,
      roles: ADMINS,
      params: z.strictObject({}),
      result: z.object({ items: z.array(consumerInfo) }),
      handler: async () => ({ items: await log.consumers() }),
    }),

    "host.event.consumer.pause": hostMethod({
      summary: "Stops a consumer until it is resumed; its events wait, and what is under way comes to its end",
      examples: [{ params: { name: "plugin:polls" }, result: { ...SAMPLE_CONSUMER, state: "paused", paused: true } }],
      errors: ["not_found"],
      roles: ADMINS,
      risk: "high",
      params: z.strictObject({ name }),
      result: consumerInfo,
      async handler({ name }, { caller }) {
        await log.pauseConsumer(name, caller.name);
        return await log.consumer(name);
      },
    }),

    "host.event.consumer.resume": hostMethod({
      summary: "Lets a paused consumer go on where it stood",
      examples: [{ params: { name: "plugin:polls" }, result: SAMPLE_CONSUMER }],
      errors: ["not_found"],
      roles: ADMINS,
      risk: "high",
      params: z.strictObject({ name }),
      result: consumerInfo,
      async handler({ name }) {
        await log.resumeConsumer(name);
        return await log.consumer(name);
      },
    }),

    "host.event.consumer.replay": hostMethod({
      summary: "Sends a consumer back: it takes every event after a position, or from a time on, once more",
      examples: [{
        params: { name: "plugin:polls", time: "2026-03-01T09:00:00Z" },
        result: { ...SAMPLE_CONSUMER, position: 4200, lag: 511 },
      }],
      errors: ["not_found"],
      roles: ADMINS,
      risk: "high",
      params: z.strictObject({
        name,
        position: position.optional().describe("It takes what comes after this position"),
        time: time.optional().describe("It takes what was published from this time on"),
      }),
      result: consumerInfo,
      async handler({ name, position, time }) {
        if ((position === undefined) === (time === undefined)) {
          throw new RpcError("invalid_params", `Expected either "position" or "time"`, {
            path: position === undefined ? "/position" : "/time",
          });
        }
        const to = position ??
          Math.min(await log.positionBefore(Date.parse(time!)), (await log.consumer(name)).position);
        await log.replayConsumer(name, to);
        return await log.consumer(name);
      },
    }),
  };
}
