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
