import type { BusEvent, LogRecord } from "../channel/protocol.ts";
import type { OpenrpcMethods } from "./fake_check.ts";
import type { TestPlugins } from "./fake_plugins.ts";
import type { ErrorRecord } from "./step_error.ts";
import type { StepRecord } from "./step_record.ts";
import type { TestClock } from "./test_clock.ts";

/** What a script under test finds around it. */
export interface TestWorkflowOptions {
  /** What invoked workflows return, by name. Throw to fail as they do. */
  // deno-lint-ignore no-explicit-any -- any: each fake knows its input
  workflows?: Record<string, (input: any) => unknown>;
  /** Values of secrets, by name. */
  secrets?: Record<string, string>;
  /** The plugins' answers: `{ "chat.message.send": (params) => ({ id: "1" }) }`. A method that is not here is not_found. */
  plugins?: TestPlugins;
  /** The methods' schemas, as `/openrpc.json` of a host has them: params of calls and answers of fakes have to fit them. */
  openrpc?: OpenrpcMethods;
  /** Time; default is one that begins at 2026-01-01 and is moved by `advance`. */
  clock?: TestClock;
}

/** How a run of a test ended, and what it did. */
export interface TestRun {
  /** Id of the run. */
  readonly id: string;
  /** As in the cockpit. */
  readonly state: "running" | "waiting" | "sleeping" | "paused" | "succeeded" | "failed" | "cancelled";
  /** Why it waits or is paused. */
  readonly reason?: string;
  /** What the script returned; undefined before its end. */
  // deno-lint-ignore no-explicit-any -- any: results are for assertions
  readonly output: any;
  /** Why it failed. */
  readonly error?: ErrorRecord;
  /** What it did so far, in order. */
  readonly steps: StepRecord[];
  /** Resolves with the run's result; rejects with a StepError when it fails, pauses, or waits for something that no `advance` or `publish` has brought. */
  // deno-lint-ignore no-explicit-any -- any: as above
  result(): Promise<any>;
  /** Resolves when nothing happens any more until time is moved or an event comes. */
  idle(): Promise<void>;
  /** Sends a signal to the run. */
  signal(name: string, data?: unknown): Promise<void>;
  /** Decides what the run asks for; `step` is the step that waits, default the oldest. */
  approve(options?: { step?: string; comment?: string }): Promise<void>;
  /** The same with no for an answer. */
  reject(options?: { step?: string; comment?: string }): Promise<void>;
  /** Cancels the run: it cleans up, and is `cancelled` then. `force`, or a second one, ends it where it is. */
  cancel(options?: { force?: boolean }): Promise<void>;
  /** Goes on with a paused run. */
  resume(): Promise<void>;
  /** Forgets everything but the journal, as a crash does, and replays. */
  crash(): Promise<void>;
}

/** A webhook as it comes in. */
export interface TestHookRequest {
  /** Default POST. */
  method?: string;
  /** Default none. */
  query?: Record<string, string>;
  /** Names in lower case. */
  headers?: Record<string, string>;
  /** Default none. */
  body?: unknown;
}

/** A script under test. */
export interface TestWorkflow extends Disposable {
  /** Its time. */
  readonly clock: TestClock;
  /** All calls of plugins, in order, repeats included. */
  readonly calls: { method: string; params: unknown; key: string }[];
  /** What runs published and what the test did. */
  readonly events: BusEvent[];
  /** What runs wrote to their log. */
  readonly logs: LogRecord[];
  /** Starts a run by hand, or by a call: the input is checked by the trigger's schema. */
  run(input?: unknown): Promise<TestRun>;
  /** Sends a request to a hook, as one whose signature was found right. A body that is neither text nor bytes goes as JSON. */
  hook(path: string, request?: TestHookRequest): Promise<TestRun>;
  /** Publishes an event; answers the runs that it began. */
  publish(event: { type: string; subject?: string; data?: unknown }): Promise<TestRun[]>;
  /** Every run of this test, in the order in which they began. */
  readonly runs: TestRun[];
  /** Moves time and lets happen what is due by then; `cron` and `every` count from the beginning of the test. */
  advance(duration: Parameters<TestClock["advance"]>[0]): Promise<void>;
}
