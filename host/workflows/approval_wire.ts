import { z } from "zod";
import { approval } from "./wire.ts";

/** What a run asks, with where the script wants it to be seen. */
export const askedApproval = approval.extend({
  /** A channel of chat: `#name` or id. */
  channel: z.string().optional(),
});
export type AskedApproval = z.infer<typeof askedApproval>;

/** What a run asked, whatever became of it. */
export const approvalState = askedApproval.extend({
  /** `expired`: the deadline decided; `withdrawn`: the run does not ask any more. */
  state: z.enum(["open", "approved", "rejected", "expired", "withdrawn"]),
  /** Name of who decided. */
  by: z.string().optional(),
  comment: z.string().optional(),
});
export type ApprovalState = z.infer<typeof approvalState>;
