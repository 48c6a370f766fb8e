/** What pages of plugins import: calls, live events, their part of the address, the person, the theme. */
export * from "./context.tsx";
export * from "./failure.ts";
export * from "./i18n/mod.ts";
export * from "./live_hooks.ts";
export * from "./plugin_route.tsx";
export * from "./plugin_ui.ts";
export * from "./ports.ts";
export * from "./rpc_hooks.ts";
export * from "./store.ts";
export * from "./theme.ts";
