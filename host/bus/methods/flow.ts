import { z } from "zod";
import { hostMethod, type HostMethods } from "../../rpc/ports.ts";
import type { EventFlow } from "../flow.ts";
import type { EventLog } from "../ports.ts";
import { consumerInfo } from "./consumers.ts";
import { ADMINS } from "./shapes.ts";
import { SAMPLE_CONSUMER, SAMPLE_EVENT } from "./samples.ts";

/** `host.event.flow`. */
export function flowMethods({ flow, log }: { flow: EventFlow; log: EventLog }): HostMethods {
  return {
    "host.event.flow": hostMethod({
      summary: "Who published what in the last minute and how it fared with those who take it; " +
        "the volatile message of the same name brings it anew while somebody looks",
      examples: [{
        params: {},
        result: {
          at: "2026-03-01T09:00:30.000Z",
          emits: [{ source: "polls", type: SAMPLE_EVENT.type, count: 1, total: 12, lastAt: SAMPLE_EVENT.time }],
          takes: [{
            consumer: SAMPLE_CONSUMER.name,
            type: SAMPLE_EVENT.type,
            taken: 1,
            failed: 0,
            dead: 0,
            lastAt: SAMPLE_EVENT.time,
          }],
          consumers: [SAMPLE_CONSUMER],
        },
      }],
      readOnly: true,
      roles: ADMINS,
      params: z.strictObject({}),
      result: z.object({
        at: z.string(),
        emits: z.array(z.object({
          source: z.string(),
          type: z.string(),
          count: z.number().int().describe("In the last minute"),
          total: z.number().int().describe("Since the host's start"),
          lastAt: z.string(),
        })),
        takes: z.array(z.object({
          consumer: z.string(),
          type: z.string(),
          taken: z.number().int().describe("In the last minute"),
          failed: z.number().int().describe("Attempts in the last minute"),
          dead: z.number().int().describe("Given up on in the last minute"),
          lastAt: z.string(),
        })),
        consumers: z.array(consumerInfo),
      }),
      handler: async () => ({ ...flow.view(), consumers: await log.consumers() }),
    }),
  };
}
