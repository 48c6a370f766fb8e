import { useNavigate, useSearch } from "@tanstack/react-router";
import type { EventsSearch } from "./search.ts";

export const TABS = ["flow", "log", "consumers", "dead"] as const;
export type Tab = (typeof TABS)[number];

/** Where the page stands, and how to go on from there. */
export function useEventsPlace() {
  const search = useSearch({ strict: false }) as EventsSearch;
  const navigate = useNavigate();
  const go = (tab: Tab, next: EventsSearch = {}, replace = false) =>
    void navigate({ to: pathOf(tab) as never, search: next as never, replace });
  return { search, go };
}

export function pathOf(tab: Tab): string {
  return tab === "flow" ? "/events" : `/events/${tab}`;
}
