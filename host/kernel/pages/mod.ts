/** Pages of plugins from elsewhere: their files, and what they call. */
export { type PageCall, PageCalls } from "./page_calls.ts";
export { Pages } from "./pages.ts";
