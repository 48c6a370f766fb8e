import { useEffect, useRef } from "react";

/** Does a thing once in `delayMs` at most for each key (default five times a second), the last time included. */
export function useSoon(delayMs = 200) {
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  useEffect(() => {
    const running = timers.current;
    return () => running.forEach((timer) => clearTimeout(timer));
  }, []);
  return (key: string, act: () => void) => {
    if (timers.current.has(key)) return;
    timers.current.set(
      key,
      setTimeout(() => {
        timers.current.delete(key);
        act();
      }, delayMs),
    );
  };
}
