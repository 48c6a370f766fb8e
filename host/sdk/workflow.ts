/**
 * What workflow scripts import as `@bulkhead/workflow`.
 *
 * @module
 */
export {
  call,
  type CallTrigger,
  cron,
  type CronTrigger,
  event,
  type EventOptions,
  type EventTrigger,
  every,
  type EveryTrigger,
  hook,
  type HookTrigger,
  manual,
  type ManualTrigger,
  type ScheduleOptions,
  type Trigger,
} from "./workflow/triggers.ts";
export { type Workflow, workflow, type WorkflowOptions } from "./workflow/definition.ts";
export type {
  ApproveOptions,
  BaseContext,
  Context,
  PluginId,
  RunInfo,
  RunLog,
  StepOptions,
  WaitOptions,
} from "./workflow/context.ts";
export type { CallOptions } from "./workflow/plugin_client.ts";
export type { Events, Plugins } from "../../schemas/generated/plugins.d.ts";
export type { CatchUp } from "./workflow/protocol.ts";
export type { Duration } from "./workflow/duration.ts";
export type { HookRequest } from "./workflow/hook_request.ts";
export type { Where, WhereValue } from "./workflow/match.ts";
export type { FlowCause, FlowKeyOption, FlowOptions } from "./workflow/flow_options.ts";
export type { StepAttempt } from "./workflow/step_attempt.ts";
export type { RetryOptions } from "./workflow/retry.ts";
export { type ErrorRecord, NonRetryableError, RetryAfterError, StepError } from "./workflow/step_error.ts";
export type { BusEvent } from "./channel/protocol.ts";
