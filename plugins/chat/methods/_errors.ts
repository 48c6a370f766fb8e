import type { MethodError } from "@bulkhead/plugin";

/** The message is deleted. */
export const TOMBSTONED: MethodError = {
  reason: "tombstoned",
  kind: "precondition_failed",
  message: "The message is deleted: nothing can be done to it any more",
};

/** The channel is archived. */
export const ARCHIVED: MethodError = {
  reason: "archived",
  kind: "precondition_failed",
  message: "The channel is archived: it is read, not written",
};

/** The caller has not joined the channel. */
export const NOT_MEMBER: MethodError = {
  reason: "not_member",
  kind: "forbidden",
  message: "The caller is not a member of the channel",
};

/** Only managers write there. */
export const READ_ONLY: MethodError = {
  reason: "read_only",
  kind: "forbidden",
  message: "Only managers of the channel start something new in it",
};

/** The caller may not set the channel up. */
export const NOT_MANAGER: MethodError = {
  reason: "not_manager",
  kind: "forbidden",
  message: "Only managers of the channel and admins may do that",
};

/** It is a direct conversation. */
export const DIRECT: MethodError = {
  reason: "direct",
  kind: "precondition_failed",
  message: "A direct conversation has no such settings",
};

/** The position is too old, or was never given out. */
export const RESYNC_REQUIRED: MethodError = {
  reason: "resync_required",
  kind: "precondition_failed",
  message: "What happened since that position is not told one by one: take chat.snapshot",
};
