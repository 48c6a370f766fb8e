import { useMemo } from "react";
import { useLive, useRpc, useRpcCache } from "@bulkhead/ui";
import { type Api, type OpenRpcDocument, readApi } from "../../state/api/document.ts";

/** The methods that this person may call; read anew when a plugin or a script changes. */
export function useApi() {
  const cache = useRpcCache();
  const read = () => cache.refresh("rpc.discover");
  useLive(["host.plugin.changed", "host.workflow.changed"], { volatile: read, resync: read });
  const { data, ...query } = useRpc<OpenRpcDocument>("rpc.discover", {});
  const api: Api | undefined = useMemo(() => data && readApi(data), [data]);
  return { api, ...query };
}
