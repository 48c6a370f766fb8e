import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";

const note = z.object({
  text: z.string().max(4_000),
  count: z.int().min(0),
  tags: z.array(z.string().max(40)).max(20),
});

export default definePlugin({
  methods: {
    "note.echo": method({
      summary: "Answers the note that it was given",
      params: note,
      result: note,
      readOnly: true,
      handler: (given) => given,
    }),
  },
});
