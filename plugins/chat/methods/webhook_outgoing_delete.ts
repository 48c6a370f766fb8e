import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { OUTGOING } from "../domain/examples.ts";
import { OutgoingHook, presentOutgoing } from "../domain/hook.ts";
import { deleteOutgoing, outgoingById } from "../store/hooks.ts";
import { NOT_MANAGER } from "./_errors.ts";
import { hookedChannel } from "./_hooks.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.webhook.outgoing.delete` */
export const webhookOutgoingDelete = mutation("webhook.outgoing.delete", {
  summary: "Does not tell another server of messages any more",

  examples: [{ params: { id: "hook_0192" }, result: OUTGOING }],
  errors: ["not_found", NOT_MANAGER],
  roles: INSIDERS,

  params: z.object({ id: z.string().max(100) }),
  result: OutgoingHook,

  handler: ({ id }, ctx, actor) => {
    const row = outgoingById(ctx.db, id);
    if (!row) throw new RpcError("not_found", `There is no webhook "${id}"`, { path: "/id" });
    hookedChannel(ctx, actor, row.channel_id);
    deleteOutgoing(ctx.db, id);
    return presentOutgoing(row);
  },
});
