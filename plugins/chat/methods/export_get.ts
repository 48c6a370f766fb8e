import { method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { CHANNEL_EXPORT } from "../domain/examples.ts";
import { ChannelExport, presentExport } from "../domain/channel_export.ts";
import { exportById } from "../store/exports.ts";
import { enter } from "./_people.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.export.get` */
export const exportGet = method({
  summary: "Tells how far a channel is exported, and where its file is",
  examples: [{ params: { id: "export_0192" }, result: CHANNEL_EXPORT }],
  errors: ["not_found"],
  roles: INSIDERS,
  readOnly: true,
  params: z.object({ id: z.string().max(100) }),
  result: ChannelExport,
  handler: ({ id }, ctx) => {
    const row = exportById(ctx.db, id);
    if (row?.user_id === enter(ctx).id) return presentExport(row);
    throw new RpcError("not_found", `There is no export "${id}" of yours`, { path: "/id" });
  },
});
