import type { ScheduleSpec } from "../../sdk/channel/protocol.ts";

/** A durable schedule of a plugin. Times are ISO 8601 in UTC. */
export interface ScheduleInfo {
  name: string;
  when: ScheduleSpec;
  data: unknown;
  /** Missing when it will not come any more. */
  nextAt?: string;
  lastAt?: string;
  /** Why its last run was given up. */
  lastError?: string;
}

/** What a plugin sets. */
export interface NewSchedule {
  name: string;
  /** Tells one setting from another; the same one may come twice. */
  id: string;
  spec: ScheduleSpec;
  data: unknown;
}

/** One run that is due. */
export interface DueRun {
  name: string;
  data: unknown;
  /** ISO 8601, UTC. */
  dueAt: string;
  /** Further times that were due until now; they are not made up for. */
  missed: number;
  /** The same for each repeat of this run. */
  key: string;
}

/**
 * Brings a run to its plugin; resolving says that it is done, rejecting has it tried again. Rejecting with `HoldError` of the
 * event log's port waits for {@linkcode Schedules.open} without counting.
 */
export type DeliverRun = (plugin: string, run: DueRun) => Promise<void>;

/** Schedules that outlive their plugin's process and the host. */
export interface Schedules {
  /**
   * Durable when it resolves. The same name replaces; the same spec again changes nothing but the data. Rejects with
   * RpcError for a time that is none, and above the number that a plugin may have.
   */
  set(plugin: string, schedule: NewSchedule): Promise<void>;
  clear(plugin: string, name: string): Promise<void>;
  list(plugin: string): ScheduleInfo[];
  /** The plugin takes runs from now on: what is due already comes at once, each schedule once. */
  open(plugin: string): void;
  /** It takes none: they wait. */
  shut(plugin: string): void;
  /** Removes all of a plugin's. */
  forget(plugin: string): Promise<void>;
  close(): void;
}
