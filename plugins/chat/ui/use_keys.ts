import { useEffect, useEffectEvent } from "react";
import { channelSlug } from "./state/channel_list.ts";
import { globalKey, nextConversation } from "./state/keys.ts";
import { isNew, sidebarOf } from "./state/sidebar.ts";
import { useChannels, usePersonal } from "./use_chat.ts";
import { useChatRoute, useWorkspaces } from "./use_workspaces.ts";

/** Keys that count wherever one is in chat. */
export function useKeys(current: string | undefined, { onKeys }: { onKeys(): void }): void {
  const { items } = useChannels();
  const { go, enter } = useChatRoute();
  const { items: workspaces } = useWorkspaces();
  const sections = usePersonal((state) => state.sections);
  const unreadFirst = usePersonal((state) => state.preferences.unreadFirst ?? false);
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    // What stands before the page has its own keys.
    if (event.defaultPrevented || document.querySelector('[role="dialog"], [role="menu"]')) return;
    const meant = globalKey(event, isField(event.target));
    if (!meant) return;
    if (meant.kind === "workspace") {
      const there = workspaces.filter(({ member }) => member)[meant.index];
      if (!there) return;
      event.preventDefault();
      return enter(there);
    }
    event.preventDefault();
    if (meant.kind !== "walk") return meant.kind === "keys" ? onKeys() : go("-search");
    const rows = sidebarOf(items, { sections, unreadFirst, current }).flatMap((group) => group.channels);
    const next = nextConversation(rows, current, { step: meant.step, wanted: meant.unread ? isNew : undefined });
    if (next) go(channelSlug(items, next));
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => pressed(event);
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}
