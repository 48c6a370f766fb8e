import { useEffect, useState } from "react";
import { RpcFailure } from "@bulkhead/ui";
import { useChat } from "../use_chat.ts";

interface Page<T> {
  items: T[];
  nextCursor?: string;
}

export interface Pages<T> {
  phase: "loading" | "ready" | "failed";
  items: T[];
  problem?: RpcFailure;
  hasMore: boolean;
  more(): void;
  again(): void;
}

/** A list of the host's, read page by page, or in one with `limit: undefined`; anew when `key` changes. */
export function usePages<T>(method: string, params: Record<string, unknown>, key: string): Pages<T> {
  const { rpc } = useChat();
  const [state, setState] = useState<{ phase: Pages<T>["phase"]; items: T[]; cursor?: string; problem?: RpcFailure }>({
    phase: "loading",
    items: [],
  });
  const read = (cursor?: string, left: () => boolean = () => false) =>
    rpc.call<Page<T>>(method, { limit: 30, ...params, ...(cursor ? { cursor } : {}) }).then(
      (page) => {
        if (left()) return;
        setState((now) => ({
          phase: "ready",
          items: cursor ? [...now.items, ...page.items] : page.items,
          cursor: page.nextCursor,
        }));
      },
      (error) => left() || setState((now) => ({ ...now, phase: "failed", problem: RpcFailure.wrap(error) })),
    );
  useEffect(() => {
    let left = false;
    void read(undefined, () => left);
    return () => void (left = true);
  }, [method, key]);
  return {
    phase: state.phase,
    items: state.items,
    problem: state.problem,
    hasMore: state.cursor !== undefined,
    more: () => void read(state.cursor),
    again: () => void read(),
  };
}
