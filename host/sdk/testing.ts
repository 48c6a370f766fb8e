/**
 * What tests of plugins and workflows import as `@bulkhead/testing`.
 *
 * @module
 */
export {
  type OutCalls,
  type TestCallOptions,
  type TestEvent,
  type TestHook,
  type TestPlugin,
  testPlugin,
  type TestPluginOptions,
} from "./plugin/test_plugin.ts";
export {
  type TestPlugins,
  type TestRun,
  type TestWorkflow,
  testWorkflow,
  type TestWorkflowOptions,
} from "./workflow/testing.ts";
export { TestClock } from "./workflow/test_clock.ts";
