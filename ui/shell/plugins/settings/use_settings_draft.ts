import { useSyncExternalStore } from "react";
import { toast } from "@bulkhead/kit";
import { useCockpit, useIsAdmin, useRpc, useRpcCache } from "@bulkhead/ui";
import { SettingsDraft } from "../../../state/settings/draft.ts";
import type { SettingsView } from "../../../state/wire.ts";

/** One a plugin, as long as the page lives: what was typed is still there after a look at another tab. */
const drafts = new Map<string, SettingsDraft>();
const NONE = () => () => {};

/** The settings of a plugin and what was changed of them and is not saved. */
export function useSettingsDraft(id: string) {
  const { rpc } = useCockpit();
  const cache = useRpcCache();
  const isAdmin = useIsAdmin();
  const query = useRpc<SettingsView>("host.plugin.settings.get", { id }, { enabled: isAdmin });
  const view = query.data;
  let draft = drafts.get(id);
  if (view && !draft) drafts.set(id, draft = new SettingsDraft(view));
  else if (view && draft) draft.update(view);
  useSyncExternalStore(draft?.state.subscribe ?? NONE, draft?.state.get ?? (() => undefined));
  const save = async (name: string) => {
    const saved = await draft!.save(async ({ values, clear }) => {
      const params = { id, values, ...(clear.length > 0 ? { clear } : {}) };
      const next = await rpc.call<SettingsView>("host.plugin.settings.set", params);
      cache.patch<SettingsView>("host.plugin.settings.get", (kept) => (kept.id === id ? next : kept));
      return next;
    });
    if (saved) toast({ tone: "ok", title: `The settings of ${name} are saved` });
    return saved;
  };
  return { query, draft, save };
}
