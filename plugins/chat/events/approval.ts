import { type Context, type EventDefinition, onEvent } from "@bulkhead/plugin";
import { z } from "zod";
import type { ApprovalKey } from "../store/approvals.ts";

/** What events about approvals say of interest; all else is asked of the host, since events can be made up. */
const About = z.object({ run: z.string().min(1).max(100), step: z.string().min(1).max(220) });

/** `workflow.approval.*`: tells which approval it is about, and nothing that has to be believed. */
export function onApproval(
  act: (ctx: Context, about: ApprovalKey) => Promise<void>,
): EventDefinition<typeof About> {
  return onEvent(About, ({ data }, ctx) => act(ctx, data));
}
