import { useMutation, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useCockpit } from "./context.tsx";
import { RpcFailure } from "./failure.ts";

export interface UseRpcOptions {
  /** False keeps the call back. Default true. */
  enabled?: boolean;
  /** Shows the last answer while a new one for other params is on its way. */
  keepPrevious?: boolean;
}

/** The key under which an answer is kept. */
export function rpcKey(method: string, params?: unknown): readonly unknown[] {
  return params === undefined ? [method] : [method, params];
}

/** Calls a method that changes nothing, keeps its answer and shares it between components. */
export function useRpc<T>(
  method: string,
  params?: unknown,
  options: UseRpcOptions = {},
): UseQueryResult<T, RpcFailure> {
  const { rpc } = useCockpit();
  return useQuery<T, RpcFailure>({
    queryKey: rpcKey(method, params ?? {}),
    queryFn: ({ signal }) => rpc.call<T>(method, params ?? {}, { signal }),
    enabled: options.enabled ?? true,
    placeholderData: options.keepPrevious ? (previous: T | undefined) => previous as never : undefined,
  });
}

/** Calls a method that changes something. */
export function useCall<P, R>(method: string) {
  const { rpc } = useCockpit();
  return useMutation<R, RpcFailure, P>({ mutationFn: (params) => rpc.call<R>(method, params) });
}

/** Reads and changes kept answers: for pushes that carry the new state. */
export function useRpcCache() {
  const client = useQueryClient();
  return {
    /** Reads all kept answers of a method anew. */
    refresh: (method: string) => void client.invalidateQueries({ queryKey: [method] }),
    /** Reads all kept answers of a plugin anew: it was away and is back. */
    refreshPlugin: (plugin: string) =>
      void client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith(`${plugin}.`) }),
    /** Changes every kept answer of a method. */
    patch: <T>(method: string, change: (answer: T) => T) =>
      client.setQueriesData<T>({ queryKey: [method] }, (answer) => answer === undefined ? answer : change(answer)),
  };
}
