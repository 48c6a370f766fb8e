import { z } from "zod";
import { hostMethod, type HostMethods } from "../../rpc/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { RefusedEvents } from "../refused.ts";
import { ADMINS, cursor, limit } from "./shapes.ts";

/** Events that did not fit what their plugin says of them: `host.event.refused.*`. */
export function refusedMethods({ refused }: { refused: RefusedEvents }): HostMethods {
  return {
    "host.event.refused.list": hostMethod({
      summary: "Events that were refused since their data does not fit what their plugin says of it, newest first",
      examples: [{
        params: { limit: 50 },
        result: {
          items: [{
            id: 3,
            source: "polls",
            eventId: "e-8c1f0a",
            type: "polls.poll.closed",
            path: "/votes",
            problem: "must be a number",
            time: "2026-03-01T09:00:00.000Z",
          }],
        },
      }],
      readOnly: true,
      roles: ADMINS,
      params: z.strictObject({ source: z.string().optional(), limit, cursor: cursor.optional() }),
      result: z.object({
        items: z.array(z.object({
          id: z.number().int(),
          source: z.string().describe("Id of the plugin that published it"),
          eventId: z.string(),
          type: z.string(),
          subject: z.string().optional(),
          path: z.string().describe("JSON pointer into the data"),
          problem: z.string(),
          time: z.string(),
        })),
        nextCursor: z.string().optional(),
      }),
      handler({ source, limit, cursor }) {
        const found = refused.list({
          source,
          before: cursor === undefined ? undefined : Number(cursor),
          limit: limit + 1,
        });
        const items = found.slice(0, limit);
        return { items, ...(found.length > limit ? { nextCursor: String(items.at(-1)!.id) } : {}) };
      },
    }),

    "host.event.refused.drop": hostMethod({
      summary: "Forgets a refused event here; the plugin keeps its own copy",
      examples: [{ params: { id: 3 }, result: { id: 3 } }],
      errors: ["not_found"],
      roles: ADMINS,
      risk: "high",
      params: z.strictObject({ id: z.number().int().min(1) }),
      result: z.object({ id: z.number().int() }),
      async handler({ id }) {
        if (!await refused.drop(id)) {
          throw new RpcError("not_found", `There is no refused event ${id}`, { path: "/id" });
        }
        return { id };
      },
    }),
  };
}
