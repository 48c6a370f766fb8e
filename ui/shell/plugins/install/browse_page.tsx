import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { FolderDown, Library, PackageSearch, Plus } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import {
  Button,
  buttonClass,
  EmptyState,
  ErrorState,
  Loading,
  Notice,
  PageBody,
  PageHeader,
  SearchField,
  Select,
  Skeleton,
} from "@bulkhead/kit";
import type { RegistryInfo } from "../../../state/wire.ts";
import { useRegistries, useRegistrySearch } from "../../data/registries.ts";
import { Crumb } from "../../frame/crumb.tsx";
import { AddRegistryDialog } from "./add_registry_dialog.tsx";
import { FromSourceDialog } from "./from_source_dialog.tsx";
import type { InstallSearch } from "./install_search.ts";
import { OfferCard } from "./offer_card.tsx";

const EVERY = "all";

/** What the registries of this server offer. */
export function BrowsePage() {
  const { query = "", registry } = useSearch({ strict: false }) as InstallSearch;
  const navigate = useNavigate();
  const registries = useRegistries();
  const [asking, setAsking] = useState<"source" | "registry">();
  const list = registries.data?.items ?? [];
  const go = (change: InstallSearch) => {
    const search = Object.fromEntries(Object.entries({ query, registry, ...change }).filter(([, value]) => value));
    void navigate({ to: "/plugins/install" as never, search: search as never, replace: true });
  };
  const none = registries.data && list.length === 0;
  return (
    <main className="flex h-full flex-col bg-surface">
      <PageHeader
        tab="Install a plugin"
        onBack={() => void navigate({ to: "/plugins" as never })}
        title={
          <>
            <Crumb to="/plugins">Plugins</Crumb>Install
          </>
        }
        actions={
          <>
            <Link to={"/plugins/install/registries" as never} className={buttonClass("ghost")}>
              <Library size={14} aria-hidden />
              Registries
            </Link>
            <Button icon={<FolderDown size={14} aria-hidden />} onClick={() => setAsking("source")}>
              <span className="max-md:hidden">From a folder or URL</span>
              <span className="md:hidden">Folder</span>
            </Button>
          </>
        }
      />
      <PageBody wide>
        {registries.error && (
          <ErrorState
            inline
            title="The registries could not be read"
            message={registries.error.message}
            hint={registries.error.hint}
            traceId={registries.error.traceId}
            onRetry={() => void registries.refetch()}
          />
        )}
        {registries.isPending && <CardSkeletons />}
        {none && (
          <EmptyState
            icon={<Library size={20} aria-hidden />}
            title="No registry yet"
            description="A registry is a web address at which somebody publishes plugins. Paste one to see what it has. You can also install a package from a folder or a URL."
            action={
              <Button kind="primary" icon={<Plus size={14} aria-hidden />} onClick={() => setAsking("registry")}>
                Add a registry
              </Button>
            }
            example={
              <p className="text-center text-12 text-ink-3">
                For instance <code className="font-mono">https://plugins.example.com/</code>
              </p>
            }
          />
        )}
        {list.length > 0 && (
          <div className="flex flex-col gap-4">
            <div className="flex flex-wrap gap-2">
              <QueryField query={query} onChange={(next) => go({ query: next })} />
              {list.length > 1 && (
                <Select
                  label="Registry"
                  value={registry ?? EVERY}
                  onChange={(next) => go({ registry: next === EVERY ? undefined : next })}
                  options={[
                    { value: EVERY, label: "All registries" },
                    ...list.map(({ url, name }) => ({ value: url, label: name })),
                  ]}
                  className="max-w-56 max-md:flex-1"
                />
              )}
            </div>
            <Troubled list={list.filter((each) => each.problem && (!registry || registry === each.url))} />
            <Offers query={query} registry={registry} onClear={() => go({ query: undefined, registry: undefined })} />
          </div>
        )}
      </PageBody>
      {asking === "registry" && <AddRegistryDialog onClose={() => setAsking(undefined)} />}
      {asking === "source" && <FromSourceDialog onClose={() => setAsking(undefined)} />}
    </main>
  );
}

/** Registries that could not be read: what they offered before is shown. */
function Troubled({ list }: { list: RegistryInfo[] }) {
  if (list.length === 0) return null;
  return (
    <Notice
      tone="warn"
      title={list.length === 1
        ? `${list[0]!.name} could not be read anew`
        : `${list.length} registries could not be read anew`}
      action={
        <Link to={"/plugins/install/registries" as never} className={buttonClass("secondary", "sm")}>See why</Link>
      }
    >
      What {list.length === 1 ? "it" : "they"} offered before is shown.
    </Notice>
  );
}

function Offers({ query, registry, onClear }: { query: string; registry?: string; onClear(): void }) {
  const found = useRegistrySearch({ query, registry }, true);
  if (found.error) {
    return (
      <ErrorState
        title="The registries could not be searched"
        message={found.error.message}
        hint={found.error.hint}
        traceId={found.error.traceId}
        onRetry={() => void found.refetch()}
      />
    );
  }
  if (found.isPending) return <CardSkeletons />;
  if (found.plugins.length === 0) {
    const filtered = Boolean(query || registry);
    return (
      <EmptyState
        icon={<PackageSearch size={20} aria-hidden />}
        title={query ? `No plugin fits “${query}”` : "Nothing is offered here yet"}
        description={filtered
          ? "Look for another word, or in all registries."
          : "Its owner publishes plugins with: bulkhead plugin publish"}
        action={filtered && <Button onClick={onClear}>Show all</Button>}
      />
    );
  }
  return (
    <>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(300px,100%),1fr))] gap-3">
        {found.plugins.map((offer) => (
          <li key={`${offer.registry.url}#${offer.id}`} className="flex">
            <OfferCard offer={offer} />
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Button
          className="self-center"
          busy={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  );
}

/** Looks once somebody has stopped typing. */
function QueryField({ query, onChange }: { query: string; onChange(query: string): void }) {
  const [typed, setTyped] = useState(query);
  const [known, setKnown] = useState(query);
  // The address changed by other means: back, or "Show all".
  if (query !== known) {
    setKnown(query);
    setTyped(query);
  }
  const change = useEffectEvent(onChange);
  useEffect(() => {
    if (typed === query) return;
    const timer = setTimeout(() => change(typed.trim()), 200);
    return () => clearTimeout(timer);
  }, [typed, query]);
  return (
    <SearchField
      aria-label="Search plugins"
      placeholder="Search by name or what it does"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      className="min-w-48 flex-1 max-md:min-w-full"
    />
  );
}

function CardSkeletons() {
  return (
    <Loading label="Loading what is offered">
      <div className="grid grid-cols-[repeat(auto-fill,minmax(min(300px,100%),1fr))] gap-3">
        {[0, 1, 2, 3, 4, 5].map((index) => <Skeleton key={index} className="h-[132px] rounded-card" />)}
      </div>
    </Loading>
  );
}
