import { useNavigate } from "@tanstack/react-router";
import { Library, Plus, RotateCw } from "lucide-react";
import { useState } from "react";
import { Button, EmptyState, ErrorState, PageBody, PageHeader, SkeletonRows } from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import { useRegistries, useRegistryActions } from "../../data/registries.ts";
import { Crumb } from "../../frame/crumb.tsx";
import { AddRegistryDialog } from "./add_registry_dialog.tsx";
import { NotYours } from "./install_page.tsx";
import { RegistryCard } from "./registry_card.tsx";
import { TrustedPublishers } from "./trusted_publishers.tsx";

/** Where plugins come from: whose key, how fresh, and what is wrong. */
export function RegistriesPage() {
  const isAdmin = useIsAdmin();
  return isAdmin ? <Registries /> : <NotYours />;
}

function Registries() {
  const navigate = useNavigate();
  const { data, isPending, error, refetch } = useRegistries();
  const actions = useRegistryActions();
  const [adding, setAdding] = useState(false);
  const add = (
    <Button kind="primary" icon={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>Add a registry</Button>
  );
  return (
    <main className="flex h-full flex-col bg-surface">
      <PageHeader
        tab="Registries"
        onBack={() => void navigate({ to: "/plugins/install" as never })}
        title={
          <>
            <Crumb to="/plugins">Plugins</Crumb>
            <span className="max-md:hidden">
              <Crumb to="/plugins/install">Install</Crumb>
            </span>
            Registries
          </>
        }
        actions={data && data.items.length > 0 && (
          <>
            <Button
              kind="ghost"
              icon={<RotateCw size={14} aria-hidden />}
              busy={actions.refreshing}
              onClick={() => void actions.refresh()}
              aria-label="Refresh"
            >
              <span className="max-md:hidden">Refresh</span>
            </Button>
            {add}
          </>
        )}
      />
      <PageBody>
        {isPending && <SkeletonRows count={6} />}
        {error && (
          <ErrorState
            title="The registries could not be read"
            message={error.message}
            hint={error.hint}
            traceId={error.traceId}
            onRetry={() => void refetch()}
          />
        )}
        {data?.items.length === 0 && (
          <EmptyState
            icon={<Library size={20} aria-hidden />}
            title="No registry yet"
            description="A registry is a web address at which somebody publishes plugins. Its index is signed; the key is remembered when you add it."
            action={add}
          />
        )}
        <ul className="flex flex-col gap-3">
          {data?.items.map((registry) => (
            <li key={registry.url}>
              <RegistryCard registry={registry} />
            </li>
          ))}
        </ul>
        <TrustedPublishers />
      </PageBody>
      {adding && <AddRegistryDialog onClose={() => setAdding(false)} />}
    </main>
  );
}
