import { useEffect, useMemo, useSyncExternalStore } from "react";
import { toast } from "@bulkhead/kit";
import { RpcFailure, useCall, useCockpit, useIsAdmin, useLive, useRpc, useRpcCache } from "@bulkhead/ui";
import { EventFeed, type EventFilter } from "../../state/events/event_feed.ts";
import type { ConsumerInfo, EventStats, FlowView, TypeInfo } from "../../state/events/wire.ts";
import { words } from "./plugins.ts";

/** What the event log holds; nobody but owners and admins is told. */
export function useEventStats() {
  const isAdmin = useIsAdmin();
  const cache = useRpcCache();
  const read = () => cache.refresh("host.event.stats");
  useLive(isAdmin ? ["host.eventlog.*", "host.deadletter.*"] : [], { event: read, resync: read });
  return useRpc<EventStats>("host.event.stats", {}, { enabled: isAdmin });
}

/** Who publishes and who takes, pushed every other second while somebody looks. */
export function useFlow() {
  const isAdmin = useIsAdmin();
  const cache = useRpcCache();
  useLive(isAdmin ? ["host.event.flow"] : [], {
    volatile: (_type, data) => cache.patch<FlowView>("host.event.flow", () => data as FlowView),
    resync: () => cache.refresh("host.event.flow"),
  });
  return useRpc<FlowView>("host.event.flow", {}, { enabled: isAdmin });
}

export function useEventTypes() {
  return useRpc<{ items: TypeInfo[] }>("host.event.types");
}

/** A feed for this filter; another filter is another feed. */
export function useEventFeed(filter: EventFilter) {
  const { rpc } = useCockpit();
  const key = JSON.stringify(filter);
  const feed = useMemo(() => new EventFeed({ rpc, filter: JSON.parse(key) as EventFilter }), [rpc, key]);
  useEffect(() => {
    void feed.start();
    return () => feed.close();
  }, [feed]);
  return { feed, state: useSyncExternalStore(feed.state.subscribe, feed.state.get) };
}

/** Stops consumers, lets them go on and sends them back; says what came of it. */
export function useConsumerActions() {
  const cache = useRpcCache();
  const pause = useCall<{ name: string }, ConsumerInfo>("host.event.consumer.pause");
  const resume = useCall<{ name: string }, ConsumerInfo>("host.event.consumer.resume");
  const put = (consumer: ConsumerInfo) =>
    cache.patch<FlowView>("host.event.flow", (view) => ({
      ...view,
      consumers: view.consumers.map((each) => each.name === consumer.name ? consumer : each),
    }));
  const run = async (call: typeof pause, { name }: ConsumerInfo, failed: string) => {
    try {
      put(await call.mutateAsync({ name }));
      return true;
    } catch (error) {
      toast({ tone: "bad", title: `${name} could not be ${failed}`, description: words(RpcFailure.wrap(error)) });
      return false;
    }
  };
  const actions = {
    put,
    resume: (consumer: ConsumerInfo) => run(resume, consumer, "resumed"),
    pause: async (consumer: ConsumerInfo) => {
      if (!await run(pause, consumer, "paused")) return;
      toast({
        title: `${consumer.name} is paused`,
        description: "Its events wait, also over a restart.",
        action: { label: "Resume", onClick: () => void actions.resume(consumer) },
      });
    },
  };
  return actions;
}
