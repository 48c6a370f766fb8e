import { useNavigate } from "@tanstack/react-router";
import { useEffect, useEffectEvent } from "react";

/** Second keys after `G`: where they lead. */
const GO: Record<string, string> = {
  h: "/",
  p: "/plugins",
  w: "/workflows",
  e: "/events",
  l: "/logs",
  a: "/api",
  s: "/settings/secrets",
};

/** Does the person type into something right now? */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Keys that work on every page: Ctrl-K for the palette, `G` and a letter to go somewhere. */
export function useShortcuts({ onPalette }: { onPalette(): void }): void {
  const navigate = useNavigate();
  const openPalette = useEffectEvent(onPalette);
  const go = useEffectEvent((path: string) => void navigate({ to: path as never }));
  useEffect(() => {
    let afterG = 0;
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        openPalette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.composedPath()[0] ?? null)) return;
      const path = GO[event.key.toLowerCase()];
      if (path && event.timeStamp - afterG < 1200) {
        event.preventDefault();
        afterG = 0;
        go(path);
      } else afterG = event.key.toLowerCase() === "g" ? event.timeStamp : 0;
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}
