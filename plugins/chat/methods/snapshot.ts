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
  WORKSPACE,
} from "../domain/examples.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { Snapshot, takeSnapshot } from "./_snapshot.ts";
import { workspaceOf } from "./_workspaces.ts";

/** `chat.snapshot` */
export const snapshot = method({
  summary: "Reads everything that a client starts with in a workspace, at one position",
  description:
    "Channels with their counts, sections, drafts, preferences, one's own profile. Then chat.sync goes on from its seq.",
  examples: [{
    params: {},
    result: {
      seq: 4_720,
      workspace: WORKSPACE,
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
      muted: [],
    },
  }],

  errors: ["not_found"],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({ workspaceId: WorkspaceId }),
  result: Snapshot,
  handler: ({ workspaceId }, ctx) => {
    const actor = enter(ctx);
    return takeSnapshot(ctx, actor, workspaceOf(ctx, actor, workspaceId));
  },
});
