import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { Snapshot, takeSnapshot } from "./_snapshot.ts";

/** `chat.snapshot` */
export const snapshot = method({
  summary: "Reads everything that a client starts with, at one position",
  description:
    "Channels with their counts, sections, drafts, preferences, one's own profile. Then chat.sync goes on from its seq.",
  examples: [{ params: {} }],

  roles: EVERYBODY,
  readOnly: true,
  params: z.object({}),
  result: Snapshot,
  handler: (_, ctx) => takeSnapshot(ctx, enter(ctx)),
});
