import { z } from "zod";
import type { MuteRow } from "../store/mutes.ts";
import { Time } from "./time.ts";

/** So many people one may mute. */
export const MAX_MUTES = 200;

/** Somebody whose messages call the one who muted them no more. */
export const Muted = z.object({ userId: z.string(), name: z.string(), mutedAt: Time });
export type Muted = z.output<typeof Muted>;

export function presentMuted(row: MuteRow): Muted {
  return { userId: row.muted_id, name: row.name ?? row.muted_id, mutedAt: row.at };
}

/** A message that somebody has not read, as it concerns them. */
export interface Arrival {
  /** It stands in a direct conversation. */
  direct: boolean;
  /** It calls them: by name, group, keyword, @channel or @here. */
  called: boolean;
  /** They have muted its author. */
  muted: boolean;
}

/**
 * What a message does for somebody. Of a muted author it calls nobody who muted them, in whatever way: no mention is counted or
 * listed, no thread is followed because of it, no notification and no push is made, and in a direct conversation it is not
 * even unread. In a channel it is one of the unread messages, as something new is there. The queries of the store say the
 * same in SQL; they count when somebody asks, so that muting and unmuting counts for what came before as well.
 */
export function arrival({ direct, called, muted }: Arrival): { unread: boolean; mention: boolean; notifies: boolean } {
  if (muted) return { unread: !direct, mention: false, notifies: false };
  return { unread: true, mention: direct || called, notifies: true };
}
