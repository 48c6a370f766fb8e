import { Settings } from "lucide-react";
import { EmptyState, PageHeader, Panes } from "@bulkhead/kit";
import { Sections } from "./sections.tsx";

/** What one may look after; on a narrow screen the list is all of it. */
export function SettingsPage() {
  return (
    <Panes list={<Sections />} narrow="list">
      <PageHeader title="Settings" />
      <EmptyState
        icon={<Settings size={20} aria-hidden />}
        title="What this server keeps and writes down"
        description="Secrets that plugins and workflows are given, backups of everything, its own version, and who did what."
      />
    </Panes>
  );
}
