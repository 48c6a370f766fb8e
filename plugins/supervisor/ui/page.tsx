import { RefreshCw, Server } from "lucide-react";
import { useState } from "react";
import {
  Button,
  CodeBlock,
  EmptyState,
  ErrorState,
  Notice,
  PageBody,
  PageHeader,
  SkeletonRows,
  Tabs,
  toast,
} from "@bulkhead/kit";
import { RpcFailure, useCall, useIsAdmin, usePluginRoute, useRpc } from "@bulkhead/ui";
import { DependencyPicture } from "./dependency_picture.tsx";
import { FaultNotice } from "./fault_notice.tsx";
import { JobList } from "./job_list.tsx";
import { ServiceTable } from "./service_table.tsx";
import { ServiceView } from "./service_view.tsx";
import type { Fault, Service } from "./state/wire.ts";
import { lookOf } from "./state_look.tsx";
import { useServices, useUsage } from "./use_services.ts";

/** Services of this machine: all of them, or `/app/supervisor/<name>`. */
export default function ServicesPage() {
  const { segments, go } = usePluginRoute();
  const steers = useIsAdmin();
  const { data, error, isPending, refetch } = useServices();
  const use = useUsage();
  const [name] = segments;
  const service = data?.items.find((each) => each.name === name);
  return (
    <main className="flex h-full min-h-0 flex-col bg-surface">
      {isPending && <SkeletonRows count={8} label="Loading services" />}
      {error && (
        <ErrorState
          page
          title="The services could not be read"
          message={error.message}
          hint={error.hint}
          traceId={error.traceId}
          onRetry={() => void refetch()}
        />
      )}
      {data && name === undefined && <Overview services={data.items} use={use} steers={steers} onOpen={go} />}
      {data && name !== undefined && service && (
        <ServiceView
          key={name}
          service={service}
          memory={use.memory.get(name)}
          cpu={use.cpu.get(name)}
          steers={steers}
          onBack={() => go("")}
        />
      )}
      {data && name !== undefined && !service && (
        <EmptyState
          page
          icon={<Server size={20} aria-hidden />}
          title={`There is no service ${name}`}
          description="Its spec may have been removed, or it has another name now."
          action={<Button onClick={() => go("")}>All services</Button>}
        />
      )}
    </main>
  );
}

interface OverviewProps {
  services: Service[];
  use: ReturnType<typeof useUsage>;
  steers: boolean;
  onOpen(name: string): void;
}

type Tab = "services" | "order" | "jobs";

function Overview({ services, use, steers, onOpen }: OverviewProps) {
  const [tab, setTab] = useState<Tab>("services");
  const faults = useRpc<{ folder: string; items: Fault[] }>("supervisor.service.faults", {}, { enabled: steers });
  const info = useRpc<{ warnings: string[] }>("supervisor.system.info", {}, { enabled: steers });
  const notices = (faults.data?.items.length ?? 0) + (info.data?.warnings.length ?? 0) > 0 && (
    <div className="flex flex-col gap-3">
      {faults.data && <FaultNotice faults={faults.data.items} folder={faults.data.folder} />}
      {info.data?.warnings.map((warning) => <Notice key={warning} tone="warn" title={warning} />)}
    </div>
  );
  return (
    <>
      <PageHeader
        icon={<Server size={16} aria-hidden />}
        title="Services"
        note={<span className="truncate max-md:hidden">{counts(services)}</span>}
        actions={steers && <Reload />}
      />
      {services.length === 0
        ? (
          <PageBody>
            {notices}
            <NoServices folder={faults.data?.folder} />
          </PageBody>
        )
        : (
          <Tabs
            value={tab}
            onChange={setTab}
            tabs={[
              {
                value: "services",
                label: "Services",
                count: services.length,
                content: (
                  <PageBody wide>
                    {notices}
                    <ServiceTable services={services} {...use} steers={steers} onOpen={onOpen} />
                  </PageBody>
                ),
              },
              {
                value: "order",
                label: "Order",
                content: (
                  <PageBody wide>
                    <DependencyPicture services={services} onOpen={onOpen} />
                  </PageBody>
                ),
              },
              ...(steers
                ? [{
                  value: "jobs" as const,
                  label: "Jobs",
                  content: (
                    <PageBody wide>
                      <JobList />
                    </PageBody>
                  ),
                }]
                : []),
            ]}
          />
        )}
    </>
  );
}

/** "12 running, 1 failed": the most first. */
function counts(services: Service[]): string {
  const byWord = Map.groupBy(services, ({ actual }) => lookOf(actual).word.toLowerCase());
  return [...byWord].sort((a, b) => b[1].length - a[1].length).map(([word, list]) => `${list.length} ${word}`).join(
    ", ",
  );
}

function Reload() {
  const reload = useCall<Record<string, never>, { faults: Fault[] }>("supervisor.service.reload");
  const run = async () => {
    try {
      const { faults } = await reload.mutateAsync({});
      toast(
        faults.length > 0
          ? { tone: "bad", title: `The specs have ${faults.length} faults` }
          : { tone: "ok", title: "The specs are read anew" },
      );
    } catch (error) {
      toast({ tone: "bad", title: "The specs were not read", description: RpcFailure.wrap(error).message });
    }
  };
  return (
    <Button icon={<RefreshCw size={14} aria-hidden />} busy={reload.isPending} onClick={() => void run()}>
      Reload specs
    </Button>
  );
}

const EXAMPLE = `[service]
name = "books"
exec = ["node", "main.js"]
cwd = "/srv/books"
env = { PORT = "8080" }
readiness = { http = "http://127.0.0.1:8080/ready" }`;

function NoServices({ folder }: { folder: string | undefined }) {
  return (
    <EmptyState
      icon={<Server size={20} aria-hidden />}
      title="No service yet"
      description={folder
        ? (
          <span className="wrap-anywhere">
            Programs of this machine that should always run. Put a spec into{" "}
            <code>{folder}/books.toml</code>: it starts as soon as the file is saved.
          </span>
        )
        : "Programs of this machine that should always run. Owners and admins describe them."}
      example={<CodeBlock code={EXAMPLE} wrap label="books.toml" />}
    />
  );
}
