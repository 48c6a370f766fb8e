import { useEffect } from "react";
import { useNow } from "@bulkhead/kit";
import { useRpc, type UseRpcOptions } from "@bulkhead/ui";

/**
 * As useRpc, for figures that the host counts by the minute and does not push: what is on the screen is read anew
 * when the minute turns, and when it is opened again.
 */
export function useFresh<T>(method: string, params: unknown, options: UseRpcOptions = {}) {
  const query = useRpc<T>(method, params, options);
  const minute = Math.floor(useNow() / 60_000);
  const { refetch, dataUpdatedAt } = query;
  const enabled = options.enabled ?? true;
  useEffect(() => {
    const fresh = dataUpdatedAt === 0 || Math.floor(dataUpdatedAt / 60_000) >= minute;
    if (enabled && !fresh && document.visibilityState === "visible") void refetch();
    // What was read sets `dataUpdatedAt`; only the minute and the subject ask again.
  }, [minute, method, JSON.stringify(params), enabled, refetch]);
  return query;
}
