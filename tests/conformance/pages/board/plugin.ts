import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";

const everybody = ["owner", "admin", "member", "guest"] as const;
const note = z.object({ id: z.int(), text: z.string(), author: z.string() });
const notes: z.infer<typeof note>[] = [];

export default definePlugin({
  methods: {
    "note.list": method({
      summary: "All notes, newest last",
      params: z.object({}),
      result: z.object({ items: z.array(note) }),
      roles: [...everybody],
      readOnly: true,
      handler: () => ({ items: notes }),
    }),
    "note.add": method({
      summary: "Puts a note on the board",
      params: z.object({ text: z.string().min(1).max(200) }),
      result: note,
      roles: [...everybody],
      handler: ({ text }, ctx) => {
        const added = { id: notes.length + 1, text, author: ctx.caller.name };
        notes.push(added);
        ctx.events.publish({ type: "board.note.added", data: added, audience: "role:guest" });
        return added;
      },
    }),
    "note.clear": method({
      summary: "Takes all notes off the board, for good",
      params: z.object({ reason: z.string().optional() }),
      result: z.object({ cleared: z.int() }),
      roles: [...everybody],
      risk: "high",
      handler: () => ({ cleared: notes.splice(0).length }),
    }),
  },
});
