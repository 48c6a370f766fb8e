import { z } from "zod";
import { Time } from "./time.ts";

/** What a workflow asks of people, as the host says it. No message of a person, plugin or script can carry one. */
export const Approval = z.object({
  run: z.string(),
  step: z.string(),
  workflow: z.string(),
  role: z.enum(["owner", "admin", "member", "guest", "agent"]).describe("Who may decide: this role and those above it"),
  deadline: Time.optional().describe("When it is rejected by itself"),
  state: z.enum(["open", "approved", "rejected", "expired", "withdrawn"]),
  by: z.string().optional().describe("Name of who decided"),
  comment: z.string().optional(),
});
export type Approval = z.output<typeof Approval>;

/** What `host.workflow.approval.get` answers, as far as it matters here. */
export const AskedApproval = Approval.extend({ question: z.string(), channel: z.string().optional() });
export type AskedApproval = z.output<typeof AskedApproval>;

/** The part that the message shows beside its text, which is the question. */
export function approvalOf({ question: _question, channel: _channel, ...approval }: AskedApproval): Approval {
  return approval;
}
