import { z } from "zod";
import { hostMethod, type HostMethods } from "../../rpc/ports.ts";
import type { EventFlow } from "../flow.ts";
import { compilePatterns } from "../patterns.ts";
import type { EventCatalog, EventLog } from "../ports.ts";

export interface TypeMethodsOptions {
  log: EventLog;
  catalog: EventCatalog;
  flow: EventFlow;
}

/** `host.event.types`. */
export function typeMethods({ log, catalog, flow }: TypeMethodsOptions): HostMethods {
  return {
    "host.event.types": hostMethod({
      summary:
        "Every event type that was published or that a plugin says it publishes: how many, who emits and who listens",
      examples: [{
        params: {},
        result: {
          items: [{
            type: "polls.poll.closed",
            count: 12,
            bytes: 4_210,
            lastSeq: 4711,
            perMinute: 0,
            emitters: ["polls"],
            listeners: ["plugin:calendar"],
            durability: "full",
          }],
        },
      }],
      readOnly: true,
      params: z.strictObject({}),
      result: z.object({
        items: z.array(z.object({
          type: z.string().describe("A pattern where a plugin says no more"),
          count: z.number().int().describe("Events that the log holds"),
          bytes: z.number().int(),
          lastSeq: z.number().int(),
          perMinute: z.number().int().describe("Events of the last minute"),
          emitters: z.array(z.string()).describe("Plugins that say so, and sources that did lately"),
          listeners: z.array(z.string()).describe("Consumers"),
          declaredBy: z.string().optional().describe("The plugin whose manifest names it"),
          schema: z.record(z.string(), z.unknown()).optional().describe("JSON Schema of the data"),
          durability: z.enum(["full", "normal"]),
        })),
      }),
      async handler() {
        const consumers = (await log.consumers()).map(({ name, types }) => ({ name, takes: compilePatterns(types) }));
        const emits = flow.emits();
        const describe = (type: string) => {
          const declared = catalog.find(type);
          const lately = emits.filter((edge) => edge.type === type);
          const emitters = [...(declared ? [declared.plugin] : []), ...lately.map((edge) => edge.source)];
          return {
            perMinute: lately.reduce((sum, edge) => sum + edge.count, 0),
            emitters: [...new Set(emitters)].sort(),
            listeners: consumers.filter(({ takes }) => takes(type)).map(({ name }) => name),
            durability: catalog.durability(type),
            ...(declared ? { declaredBy: declared.plugin, schema: declared.schema } : {}),
          };
        };
        const held = log.types().map((counted) => ({ ...counted, ...describe(counted.type) }));
        const known = new Set(held.map(({ type }) => type));
        const silent = catalog.declared().filter(({ type }) => !known.has(type))
          .map(({ type }) => ({ type, count: 0, bytes: 0, lastSeq: 0, ...describe(type) }));
        return { items: [...held, ...silent].sort((a, b) => a.type < b.type ? -1 : 1) };
      },
    }),
  };
}
