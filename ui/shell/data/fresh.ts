import { useEffect } from "react";
import { useRpc, type UseRpcOptions } from "@bulkhead/ui";

/** As useRpc, for answers of which not every change is pushed: read anew each time that they are opened. */
export function useFresh<T>(method: string, params: unknown, options: UseRpcOptions = {}) {
  const query = useRpc<T>(method, params, options);
  const { refetch } = query;
  const enabled = options.enabled ?? true;
  const key = JSON.stringify(params);
  const old = query.dataUpdatedAt > 0;
  useEffect(() => {
    // What is on its way already is new enough.
    if (enabled && old) void refetch();
  }, [method, key, enabled, refetch]);
  return query;
}
