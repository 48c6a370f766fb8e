import { z } from "zod";
import type { TriggerDescription } from "./protocol.ts";
import type { Trigger } from "./triggers.ts";

/** What the host needs to know of a trigger. @throws {TypeError} when it is none. */
export function describeTrigger(trigger: Trigger): TriggerDescription {
  switch (trigger?.kind) {
    case "event":
      return { kind: "event", type: trigger.type, where: trigger.where, filter: trigger.filter !== undefined };
    case "manual":
      return {
        kind: "manual",
        input: trigger.input && z.toJSONSchema(trigger.input, { io: "input", unrepresentable: "any" }),
      };
    case "cron":
    case "every":
      return { ...trigger };
  }
  throw new TypeError('"on" holds something that is not a trigger: use event(…), cron(…), every(…) or manual(…)');
}
