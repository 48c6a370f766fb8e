import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { SECRET } from "../hooks/delivery.ts";

/** `github.webhook.get` */
export const webhookGet = method({
  summary: "Says where GitHub must deliver, and whether the secret is set",
  examples: [{ params: {} }],
  roles: ["owner", "admin"],
  readOnly: true,
  params: z.object({}),
  result: z.object({
    path: z.string().describe("Below the server's public URL"),
    contentType: z.string(),
    secret: z.string().describe("Name of the secret"),
    configured: z.boolean(),
  }),
  handler: (_, ctx) => ({
    path: "/hooks/github",
    contentType: "application/json",
    secret: SECRET,
    configured: Boolean(ctx.secrets.get(SECRET)),
  }),
});
