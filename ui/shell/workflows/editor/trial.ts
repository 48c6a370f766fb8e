import type { RefObject } from "react";
import type { WorkflowInfo } from "../../../state/wire.ts";

/** What was begun: a run by its id, or the first that comes after another. */
export type Begun = { id: string } | { after: string | undefined };

/** Starts what is filled in. */
export type TestHandle = RefObject<(() => void) | undefined>;

/** What each way to try a workflow needs to start it. */
export interface StartProps {
  workflow: WorkflowInfo;
  /** There is text that is not saved: what runs is what is. */
  dirty: boolean;
  /** Takes the way to start what is filled in, for the key that does so. */
  handle: TestHandle;
  /** Saves what is typed; false when that was not done, or it is not live. */
  onSave(): Promise<boolean>;
  offline: boolean;
  onBegun(begun: Begun): void;
}
