/** Notifications to people's devices by Web Push: kept by the host, encrypted for each browser, sent in order. */
export { pushMethods } from "./methods.ts";
export { type DurablePushes, openPushes, type PushesOptions } from "./service.ts";
export type { VapidVault } from "./vapid.ts";
export type { ReachRules } from "./endpoint.ts";
export type { PushDevice, Pushes, PushMessage } from "./ports.ts";
