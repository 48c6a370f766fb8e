import { Switch } from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import type { PluginInfo } from "../../state/wire.ts";
import { usePluginActions } from "../data/plugins.ts";
import { t } from "../../i18n/texts.ts";

/** Turns a plugin on and off. Others than owners and admins see it, but cannot move it. */
export function PluginSwitch({ plugin }: { plugin: PluginInfo }) {
  const isAdmin = useIsAdmin();
  const actions = usePluginActions();
  return (
    <Switch
      label={isAdmin ? plugin.name : t("{name} (an owner or admin can change it)", { name: plugin.name })}
      checked={plugin.enabled}
      busy={actions.busy}
      disabled={!isAdmin || actions.busy}
      onChange={(on) => void (on ? actions.enable(plugin) : actions.disable(plugin))}
    />
  );
}
