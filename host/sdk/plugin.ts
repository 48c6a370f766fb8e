/**
 * What a plugin imports as `@bulkhead/plugin`: the definition of methods, events and hooks, and the types of the
 * context that its handlers get. `plugins/README.md` shows how to write one.
 *
 * @module
 */
export {
  type AnyEvent,
  type AnyMethod,
  definePlugin,
  type EventDefinition,
  type EventHandler,
  type HookHandler,
  type HookRequest,
  type InterfaceDefinition,
  method,
  type MethodDefinition,
  onEvent,
  type PluginDefinition,
  type ScheduledRun,
  type ScheduleHandler,
} from "./plugin/definition.ts";
export {
  type DavEntry,
  type DavFile,
  type DavFolder,
  davList,
  type DavListParams,
  type DavListResult,
  davRead,
  type DavReadParams,
  type DavReadResult,
  type DavTree,
  davTree,
} from "./plugin/dav_tree.ts";
export type {
  Audience,
  CallOptions,
  Context,
  Events,
  Files,
  Http,
  Kv,
  Log,
  NewPluginEvent,
  PluginDatabase,
  Push,
  Room,
  Schedule,
  ScheduledWork,
  ScheduleInfo,
  Secrets,
  Sockets,
  SqlParams,
  SqlValue,
  Statement,
  Upload,
  Uploads,
} from "./plugin/context.ts";
export type { When } from "./plugin/schedule_spec.ts";
export type {
  LaunchedService,
  LaunchSpec,
  MachineServices,
  Processes,
  ProgramEnd,
  ProgramSignal,
  RunningProgram,
  RunOptions,
  RunResult,
  ServiceEnd,
  ServiceUsage,
  SpawnOptions,
  SpecFiles,
} from "./plugin/process_types.ts";
export type { Migrations } from "./plugin/migrations.ts";
export { describePlugin } from "./plugin/describe.ts";
export { type ErrorData, type ErrorReason, RpcError, type RpcErrorObject, type RpcErrorOptions } from "./errors.ts";
export type {
  BusEvent,
  Caller,
  HookResult,
  InitResult,
  McpOffer,
  McpResource,
  MethodDescriptor,
  MethodError,
  MethodExample,
  PushNotification,
  PushUrgency,
  PushWords,
  Role,
  ScheduleSpec,
} from "./channel/protocol.ts";
