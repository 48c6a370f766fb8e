import { useSearch } from "@tanstack/react-router";
import { ShieldQuestion } from "lucide-react";
import { EmptyState } from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import { BrowsePage } from "./browse_page.tsx";
import { ConsentPage } from "./consent_page.tsx";
import type { InstallSearch } from "./install_search.ts";

/** Finding a plugin and agreeing to it. */
export function InstallPage() {
  const { source, version } = useSearch({ strict: false }) as InstallSearch;
  const isAdmin = useIsAdmin();
  if (!isAdmin) return <NotYours />;
  return source ? <ConsentPage key={source} source={source} version={version} /> : <BrowsePage />;
}

/** Who may do it, for those who may not. */
export function NotYours() {
  return (
    <main className="flex h-full items-center justify-center bg-surface">
      <EmptyState
        page
        icon={<ShieldQuestion size={20} aria-hidden />}
        title="Owners and admins install plugins"
        description="Send one of them the address of this page: they see what the plugin asks for and decide."
      />
    </main>
  );
}
