import { method } from "@bulkhead/plugin";
import { z } from "zod";
import {
  CHANNEL,
  DIRECT as DIRECT_CHANNEL,
  DRAFT,
  EMOJI,
  GROUP,
  PERSON,
  PREFERENCES,
  SCHEDULED,
  SECTION,
} from "../domain/examples.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { Snapshot, takeSnapshot } from "./_snapshot.ts";

/** `chat.snapshot` */
export const snapshot = method({
  summary: "Reads everything that a client starts with, at one position",
  description:
    "Channels with their counts, sections, drafts, preferences, one's own profile. Then chat.sync goes on from its seq.",
  examples: [{
    params: {},
    result: {
      seq: 4_720,
      workspace: { id: "workspace_0192", name: "General", description: "" },
      me: PERSON,
      channels: [CHANNEL, DIRECT_CHANNEL],
      sections: [SECTION],
      drafts: [DRAFT],
      preferences: PREFERENCES,
      threads: { unread: 1, mentions: 0 },
      people: [],
      emoji: [EMOJI],
      groups: [GROUP],
      scheduled: [SCHEDULED],
      saved: ["message_0192"],
      refusedFiles: [".exe"],
    },
  }],

  roles: EVERYBODY,
  readOnly: true,
  params: z.object({}),
  result: Snapshot,
  handler: (_, ctx) => takeSnapshot(ctx, enter(ctx)),
});
