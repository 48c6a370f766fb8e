import type { Clock } from "../../observe/ports.ts";
import type { HostMethods } from "../../rpc/ports.ts";
import type { EventFlow } from "../flow.ts";
import type { Audience, EventCatalog, EventLog } from "../ports.ts";
import type { RefusedEvents } from "../refused.ts";
import { consumerMethods } from "./consumers.ts";
import { deadLetterMethods } from "./dead_letters.ts";
import { flowMethods } from "./flow.ts";
import { publishMethods } from "./publish.ts";
import { readMethods } from "./read.ts";
import { refusedMethods } from "./refused.ts";
import { seesBy } from "./shapes.ts";
import { tailMethods } from "./tail.ts";
import { typeMethods } from "./types.ts";

export interface EventMethodsOptions {
  log: EventLog;
  audience: Audience;
  catalog: EventCatalog;
  flow: EventFlow;
  refused: RefusedEvents;
  clock: Clock;
}

/** The host's methods on events: `host.event.*`. */
export function eventMethods({ audience, ...options }: EventMethodsOptions): HostMethods {
  const parts = { ...options, sees: seesBy(audience) };
  return {
    ...publishMethods(parts),
    ...readMethods(parts),
    ...tailMethods(parts),
    ...typeMethods(parts),
    ...flowMethods(parts),
    ...consumerMethods(parts),
    ...deadLetterMethods(parts),
    ...refusedMethods(parts),
  };
}
