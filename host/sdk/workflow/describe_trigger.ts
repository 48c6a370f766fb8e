import { z } from "zod";
import type { TriggerDescription } from "./protocol.ts";
import type { Trigger } from "./triggers.ts";

/** What the host needs to know of a trigger. @throws {TypeError} when it is none. */
export function describeTrigger(trigger: Trigger): TriggerDescription {
  switch (trigger?.kind) {
    case "event":
      return { kind: "event", type: trigger.type, where: trigger.where, filter: trigger.filter !== undefined };
    case "manual":
      return { kind: "manual", input: schema(trigger.input) };
    case "call":
      return { kind: "call", input: schema(trigger.input), output: schema(trigger.output), roles: trigger.roles };
    case "cron":
    case "every":
    case "hook":
      return { ...trigger };
  }
  throw new TypeError(
    '"on" holds something that is not a trigger: use event(…), cron(…), every(…), hook(…), call(…) or manual(…)',
  );
}

function schema(type: z.ZodType | undefined): Record<string, unknown> | undefined {
  return type && z.toJSONSchema(type, { io: "input", unrepresentable: "any" });
}
