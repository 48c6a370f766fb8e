/** The durable event log, rooms, and who may see an event. */
export { type EventLogOptions, type LogObserver, MAX_HOPS, openEventLog } from "./event_log.ts";
export { durabilityOf } from "./durability.ts";
export { EventFlow } from "./flow.ts";
export { eventMethods, type EventMethodsOptions } from "./methods/mod.ts";
export { RefusedEvents } from "./refused.ts";
export { createAudience, isAudience } from "./audience.ts";
export { openRooms } from "./rooms.ts";
export { compilePatterns, isEventType, isTypePattern } from "./patterns.ts";
export type { Retention } from "./_retention.ts";
export * from "./ports.ts";
