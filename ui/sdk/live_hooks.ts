import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { useCockpit } from "./context.tsx";
import type { LinkState, LiveListener } from "./ports.ts";

/** Listens to event types (patterns) and volatile types while the component is there. */
export function useLive(types: readonly string[], listener: LiveListener): void {
  const { live } = useCockpit();
  const onEvent = useEffectEvent((event: Parameters<NonNullable<LiveListener["event"]>>[0]) => listener.event?.(event));
  const onVolatile = useEffectEvent((type: string, data: unknown) => listener.volatile?.(type, data));
  const onResync = useEffectEvent(() => listener.resync?.());
  const key = types.join(" ");
  useEffect(
    () =>
      live.subscribe(key.split(" ").filter(Boolean), {
        event: (event) => onEvent(event),
        volatile: (type, data) => onVolatile(type, data),
        resync: () => onResync(),
      }),
    [live, key],
  );
}

/** Is the live connection there? */
export function useLinkState(): LinkState {
  const { live } = useCockpit();
  return useSyncExternalStore((listener) => live.onState(listener), () => live.state);
}
