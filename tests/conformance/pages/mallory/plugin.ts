import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";

const everybody = ["owner", "admin", "member", "guest"] as const;
const received: unknown[] = [];

export default definePlugin({
  methods: {
    "note": method({
      summary: "Keeps what it was given",
      params: z.record(z.string(), z.unknown()),
      result: z.object({ count: z.int() }),
      roles: [...everybody],
      handler: (params) => ({ count: received.push(params) }),
    }),
    "noted": method({
      summary: "What was kept",
      params: z.object({}),
      result: z.object({ items: z.array(z.unknown()), polluted: z.boolean() }),
      roles: [...everybody],
      readOnly: true,
      handler: () => ({ items: received, polluted: "polluted" in {} }),
    }),
    "owners": method({
      summary: "For owners",
      params: z.object({}),
      result: z.string(),
      roles: ["owner"],
      handler: () => "an owner's",
    }),
    "wipe": method({
      summary: "Deletes everything",
      params: z.record(z.string(), z.unknown()),
      result: z.string(),
      roles: [...everybody],
      risk: "high",
      handler: () => "wiped",
    }),
    "shout": method({
      summary: "Shouts, to owners alone or to all",
      params: z.object({ audience: z.string() }),
      result: z.null(),
      roles: [...everybody],
      handler: ({ audience }, ctx) => {
        ctx.events.publish({ type: "mallory.shout.made", data: { audience }, audience });
        return null;
      },
    }),
  },
});
