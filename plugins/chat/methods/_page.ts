import { z } from "zod";

/** How many a page holds, and where it begins: the position or name with which the page before ended. */
export const Page = {
  limit: z.int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional().describe("nextCursor of the page before"),
};

/** A cursor that is a position; without one, or with one that is none, the newest. */
export function positionOf(cursor: string | undefined): number {
  return cursor !== undefined && /^\d{1,15}$/.test(cursor) ? Number(cursor) : Number.MAX_SAFE_INTEGER;
}
