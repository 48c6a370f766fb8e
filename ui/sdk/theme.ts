import { useSyncExternalStore } from "react";

export type Theme = "system" | "light" | "dark";

const KEY = "bulkhead.theme";
/** Asked for when it is needed: state is tested without a browser. */
const systemDark = () => matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

function read(): Theme {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === "light" || stored === "dark" ? stored : "system";
  } catch {
    return "system";
  }
}

/** Chooses a theme for this browser; `system` follows the operating system. */
export function setTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  listeners.forEach((listener) => listener());
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, () => (document.documentElement.dataset.theme as Theme | undefined) ?? read());
}

/** What the chosen theme comes to now. */
export function useColorScheme(): "light" | "dark" {
  const theme = useTheme();
  const dark = useSyncExternalStore((listener) => {
    const dark = systemDark();
    dark.addEventListener("change", listener);
    return () => dark.removeEventListener("change", listener);
  }, () => systemDark().matches);
  return theme === "system" ? (dark ? "dark" : "light") : theme;
}
