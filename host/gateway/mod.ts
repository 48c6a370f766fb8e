/** HTTP, WebSocket and Unix socket: the host's doors. */
export { createGateway, type Gateway, type GatewayOptions } from "./gateway.ts";
export type { GatewayParts } from "./parts.ts";
export type { HookTarget, Pusher, PushTarget } from "./ports.ts";
