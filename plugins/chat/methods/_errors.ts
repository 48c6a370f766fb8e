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

/** The caller may not set the workspace up. */
export const NOT_ADMIN: MethodError = {
  reason: "not_admin",
  kind: "forbidden",
  message: "Only owners and admins of the workspace may do that",
};

/** Its members and roles are the host's. */
export const FIRST_WORKSPACE: MethodError = {
  reason: "first_workspace",
  kind: "precondition_failed",
  message: "It is the first workspace: everybody with an account is in it",
};

/** Somebody has to own a workspace. */
export const LAST_OWNER: MethodError = {
  reason: "last_owner",
  kind: "precondition_failed",
  message: "It would have no owner any more",
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
