/**
 * What tests of plugins and workflows import as `@bulkhead/testing`.
 *
 * @module
 */
export { MovableClock } from "./plugin/movable_clock.ts";
export type { SdkClock } from "./plugin/clock.ts";
export {
  type OutCalls,
  type TestCallOptions,
  type TestEvent,
  type TestHook,
  type TestPlugin,
  testPlugin,
  type TestPluginOptions,
  type TestPush,
} from "./plugin/test_plugin.ts";
export type { TestProgram, TestProgramResult } from "./plugin/test_programs.ts";
export { crashAtEveryCommit, type CrashReport } from "./workflow/crash_at_every_commit.ts";
export { type OpenrpcMethods } from "./workflow/fake_check.ts";
export { testWorkflow } from "./workflow/testing.ts";
export type { TestHookRequest, TestRun, TestWorkflow, TestWorkflowOptions } from "./workflow/test_types.ts";
export type { At, FakeCall, FakeOf, MethodName, NamesBelow, Part, TestPlugins } from "./workflow/fake_plugins.ts";
export { TestClock } from "./workflow/test_clock.ts";
export { type TestHost, testHost, type TestHostCallOptions, type TestHostOptions } from "./testing/test_host.ts";
export type { LogRecord, ProgressParams, RelayItem, RoomSendParams, SettingsParams } from "./channel/protocol.ts";
