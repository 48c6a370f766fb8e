/** What a page says in the languages of the cockpit. */
export * from "./language.ts";
export * from "./texts.ts";
export * from "./use_language.ts";
