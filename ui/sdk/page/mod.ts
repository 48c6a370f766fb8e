/**
 * `@bulkhead/page`: what the page of a plugin imports. It is bundled into the page by `plugin build` (and by the host,
 * for a folder under `--plugins`), needs no framework and has no dependency.
 */
export { connect, type ConnectOptions, type Page } from "./connect.ts";
export type { CallOptions } from "./calls.ts";
export { PageError } from "./page_error.ts";
export { matchesType } from "./type_pattern.ts";
export type { PageEvent, PageUser, Theme } from "./protocol.ts";
