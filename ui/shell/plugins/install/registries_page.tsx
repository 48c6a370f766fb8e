import { Link, useNavigate } from "@tanstack/react-router";
import { Library, Plus, RotateCw } from "lucide-react";
import { useState } from "react";
import {
  Badge,
  Button,
  buttonClass,
  Card,
  EmptyState,
  ErrorState,
  Facts,
  Notice,
  PageBody,
  PageHeader,
  RelativeTime,
  SkeletonRows,
  toast,
  useNow,
} from "@bulkhead/kit";
import { RpcFailure, useIsAdmin } from "@bulkhead/ui";
import type { RegistryInfo } from "../../../state/wire.ts";
import { words } from "../../data/plugins.ts";
import { useRegistries, useRegistryActions } from "../../data/registries.ts";
import { Crumb } from "../../frame/crumb.tsx";
import { AddRegistryDialog } from "./add_registry_dialog.tsx";
import { Fingerprint } from "./fingerprint.tsx";
import { NotYours } from "./install_page.tsx";

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
      </PageBody>
      {adding && <AddRegistryDialog onClose={() => setAdding(false)} />}
    </main>
  );
}

function RegistryCard({ registry }: { registry: RegistryInfo }) {
  const { remove, removing, add } = useRegistryActions();
  const expired = Date.parse(registry.expires) <= useNow();
  const takeAway = async () => {
    if (!await remove(registry)) return;
    toast({
      title: `${registry.name} is removed`,
      description: "What was installed from it stays.",
      action: {
        label: "Undo",
        onClick: () =>
          void add.run(registry.url).catch((error) =>
            toast({
              tone: "bad",
              title: `${registry.name} was not added again`,
              description: words(RpcFailure.wrap(error)),
            })
          ),
      },
    });
  };
  return (
    <Card className="flex flex-col gap-3 p-4" data-registry={registry.url}>
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-0 flex-[1_1_240px]">
          <h2 className="flex items-center gap-2 text-14 font-semibold">
            <span className="wrap-anywhere" dir="auto">{registry.name}</span>
            {expired && <Badge tone="bad">Expired</Badge>}
          </h2>
          <p className="text-13 text-ink-3 wrap-anywhere">{registry.url}</p>
        </div>
        <Link
          to={"/plugins/install" as never}
          search={{ registry: registry.url } as never}
          className={buttonClass("secondary", "sm")}
        >
          {registry.plugins === 1 ? "See its plugin" : `See its ${registry.plugins} plugins`}
        </Link>
        <Button size="sm" kind="ghost" busy={removing} onClick={() => void takeAway()}>Remove</Button>
      </div>
      {registry.problem && (
        <Notice tone={expired ? "bad" : "warn"} title={expired ? "It has expired" : "It could not be read anew"}>
          {registry.problem}
        </Notice>
      )}
      <Facts
        items={[
          { name: "Key", value: <Fingerprint value={registry.fingerprint} /> },
          { name: "Revision", value: <span className="tabular">{registry.revision}</span> },
          {
            name: expired ? "Expired" : "Good until",
            value: (
              <span className={expired ? "text-bad-ink" : undefined}>
                <RelativeTime at={registry.expires} />
              </span>
            ),
          },
          { name: "Read", value: <RelativeTime at={registry.checkedAt} /> },
          {
            name: "Added",
            value: (
              <>
                <RelativeTime at={registry.addedAt} />
                {registry.addedBy && ` by ${registry.addedBy}`}
              </>
            ),
          },
        ]}
      />
    </Card>
  );
}
