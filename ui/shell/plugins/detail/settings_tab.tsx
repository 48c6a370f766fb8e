import { Settings2 } from "lucide-react";
import { EmptyState, ErrorState, SkeletonRows } from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import type { PluginDetail } from "../../../state/wire.ts";
import { SettingsForm } from "../settings/settings_form.tsx";
import { useSettingsDraft } from "../settings/use_settings_draft.ts";

/** A form made of the schema that the plugin brings. */
export function SettingsTab({ plugin }: { plugin: PluginDetail }) {
  const isAdmin = useIsAdmin();
  const { query, draft, save } = useSettingsDraft(plugin.id);
  if (!isAdmin) {
    return (
      <EmptyState
        icon={<Settings2 size={20} aria-hidden />}
        title="Owners and admins change its settings"
        description="Ask one of them."
      />
    );
  }
  if (query.error) {
    return (
      <ErrorState
        title="Its settings could not be read"
        message={query.error.message}
        hint={query.error.hint}
        traceId={query.error.traceId}
        onRetry={() => void query.refetch()}
      />
    );
  }
  if (!query.data || !draft) return <SkeletonRows count={6} />;
  const [broken] = draft.unplaced;
  if (!query.data.schema && broken) {
    return (
      <ErrorState title="Its settings cannot be used" message={broken} hint="Its author has to mend the schema." />
    );
  }
  if (!query.data.schema || draft.fields.length === 0) {
    return (
      <EmptyState
        icon={<Settings2 size={20} aria-hidden />}
        title="It has no settings"
        description="A plugin that can be adjusted names its settings in its manifest; they show up here as a form."
      />
    );
  }
  return <SettingsForm plugin={plugin} draft={draft} onSave={() => save(plugin.name)} />;
}
