import { exactTime, Tooltip, useNow } from "@bulkhead/kit";
import { since } from "./words.ts";

/** That a run which was cancelled, or took too long, has not ended yet. */
export function CleaningUp({ since: at }: { since: string }) {
  const now = useNow();
  return (
    <Tooltip label={exactTime(Date.parse(at))}>
      <span>Cleaning up since {since(at, now)}</span>
    </Tooltip>
  );
}
