import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { INCOMING } from "../domain/examples.ts";
import { IncomingHook, presentIncoming } from "../domain/hook.ts";
import { deleteIncoming, incomingById } from "../store/hooks.ts";
import { NOT_MANAGER } from "./_errors.ts";
import { hookedChannel } from "./_hooks.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.webhook.incoming.revoke` */
export const webhookIncomingRevoke = mutation("webhook.incoming.revoke", {
  summary: "Takes an address away at which other systems write",

  examples: [{ params: { id: "hook_0192" }, result: INCOMING }],
  errors: ["not_found", NOT_MANAGER],
  roles: INSIDERS,

  params: z.object({ id: z.string().max(100) }),
  result: IncomingHook,

  handler: ({ id }, ctx, actor) => {
    const row = incomingById(ctx.db, id);
    if (!row) throw new RpcError("not_found", `There is no webhook "${id}"`, { path: "/id" });
    hookedChannel(ctx, actor, row.channel_id);
    deleteIncoming(ctx.db, id);
    return presentIncoming(row);
  },
});
