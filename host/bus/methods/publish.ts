import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Clock } from "../../observe/ports.ts";
import { hostMethod, type HostMethods } from "../../rpc/ports.ts";
import { newEventId } from "../../sdk/channel/event_id.ts";
import { MAX_EVENT_CHARS } from "../../sdk/channel/protocol.ts";
import { RpcError } from "../../sdk/errors.ts";
import { isAudience } from "../audience.ts";
import type { EventCatalog, EventLog, NewEvent, PublishResult } from "../ports.ts";
import { actorKind, ADMINS, typeName } from "./shapes.ts";

export interface PublishMethodsOptions {
  log: EventLog;
  catalog: EventCatalog;
  clock: Clock;
}

/** `host.event.publish`. */
export function publishMethods({ log, catalog, clock }: PublishMethodsOptions): HostMethods {
  return {
    "host.event.publish": hostMethod({
      summary: "Publishes an event as the host; it is on disk when this answers",
      examples: [{
        params: { type: "shop.order.paid", subject: "order-17", data: { total: 4900 } },
        result: { id: "e-8c1f0a", seq: 4711, duplicate: false },
      }],
      errors: ["conflict", "too_large", "precondition_failed"],
      roles: ADMINS,
      risk: "high",
      params: z.strictObject({
        type: typeName,
        subject: z.string().min(1).max(500).optional(),
        data: z.json().optional().describe("Default null; fits what the plugin of this type says of it"),
        id: z.string().min(1).max(200).optional().describe(
          "A repeat of the same event under the same id is not stored again",
        ),
        audience: z.string().refine(isAudience, "an audience is plugins, role:<role> or room:<id>").optional()
          .describe("Who may see it; default role:admin"),
      }),
      result: z.object({ id: z.string(), seq: z.number().int(), duplicate: z.boolean() }),
      async handler({ type, subject, data = null, id = newEventId(), audience = "role:admin" }, call) {
        checkData(catalog, type, data);
        const [published] = await log.publish([{
          id,
          source: "host",
          type,
          ...(subject === undefined ? {} : { subject }),
          time: new Date(clock.now()).toISOString(),
          data,
          actor: call.caller.id,
          actorkind: actorKind(call),
          hops: 0,
          ...(call.traceparent ? { traceparent: call.traceparent } : {}),
          audience,
        }]);
        if (published!.duplicate) await mustRepeat(published!, { type, subject, data });
        return published!;
      },
    }),
  };

  /** An id that comes again with something else is a mistake: answered like a repeat, that event would be lost unseen. */
  async function mustRepeat(
    { id, seq }: PublishResult,
    given: Pick<NewEvent, "type" | "subject" | "data">,
  ): Promise<void> {
    const first = await log.get(seq);
    const differs = first &&
      (["type", "subject", "data"] as const).find((key) => !isDeepStrictEqual(first[key], given[key]));
    if (!differs) return;
    throw new RpcError(
      "conflict",
      `The id "${id}" is taken: event ${seq} has it, with ${differs === "data" ? "other data" : `another ${differs}`}`,
      {
        path: "/id",
        hint: "Repeat that event as it was, or publish this one under an id of its own",
      },
    );
  }
}

/** Throws when the data of an event does not fit, or is larger than events may be. */
export function checkData(catalog: EventCatalog, type: string, data: unknown): void {
  if (JSON.stringify(data).length > MAX_EVENT_CHARS) {
    throw new RpcError("too_large", `The data of "${type}" is larger than 1 MiB`, { path: "/data" });
  }
  const fault = catalog.check(type, data);
  if (!fault) return;
  throw new RpcError("invalid_params", `The data of "${type}" does not fit: /data${fault.path} ${fault.message}`, {
    path: `/data${fault.path}`,
    hint: `The plugin "${type.split(".", 1)[0]}" says in its manifest what this event holds`,
  });
}
