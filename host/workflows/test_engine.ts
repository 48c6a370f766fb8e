/** The engine for tests that lie outside of this folder. */
export { TestEngine } from "./_test_host.ts";
