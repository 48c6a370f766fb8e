import { useEffect } from "react";
import { usePluginRoute } from "@bulkhead/ui";
import { readText, writeText } from "./state/flags.ts";
import type { WorkspaceItem } from "./state/wire.ts";
import { slugOf, useChatRoute } from "./use_workspaces.ts";

const LAST = "workspace";

/** Chat opens where this person was last; whoever names a workspace or a conversation goes there. */
export function useLastWorkspace(items: readonly WorkspaceItem[]): void {
  const { segments } = usePluginRoute();
  const { enter } = useChatRoute();
  const slug = slugOf(segments);
  // Only how the page was opened counts: the list of the first workspace has the empty address as well.
  const bare = segments.length === 0 && !location.search;
  const ready = items.length > 0;
  useEffect(() => {
    if (!ready || !bare) return;
    const last = items.find((item) => item.id === readText(LAST) && item.member && !item.first);
    if (last) enter(last, "", { replace: true });
  }, [ready]);
  const id = items.find((item) => slug === undefined ? item.first : item.slug === slug)?.id;
  useEffect(() => {
    if (id !== undefined && !bare) writeText(LAST, id);
  }, [id, bare]);
}
