import { duration, Table, useNow } from "@bulkhead/kit";
import { PluginLink } from "@bulkhead/ui";
import { memoryWords } from "./state/cpu.ts";
import type { Service } from "./state/wire.ts";
import { ServicePill } from "./state_look.tsx";
import { SteerButtons } from "./steer.tsx";

export interface ServiceTableProps {
  services: Service[];
  memory: Map<string, number>;
  cpu: Map<string, number>;
  /** May this person start and stop? */
  steers: boolean;
  onOpen(name: string): void;
}

/** All services: how each is, since when, why, and what it uses. */
export function ServiceTable({ services, memory, cpu, steers, onOpen }: ServiceTableProps) {
  const now = useNow();
  return (
    <Table
      label="Services"
      rows={services}
      rowKey={(service) => service.name}
      onOpen={(service) => onOpen(service.name)}
      columns={[
        {
          key: "name",
          title: "Service",
          className: "max-w-0 w-full py-2",
          render: (service) => <NameCell service={service} />,
        },
        { key: "state", title: "State", render: (service) => <ServicePill actual={service.actual} quiet /> },
        {
          key: "up",
          title: "Up",
          align: "right",
          wide: true,
          className: "tabular whitespace-nowrap text-ink-2",
          render: (service) => service.startedAt ? duration(Math.max(0, now - Date.parse(service.startedAt))) : "",
        },
        {
          key: "restarts",
          title: "Restarts",
          align: "right",
          wide: true,
          className: "tabular text-ink-2",
          render: (service) => service.restarts > 0 ? service.restarts : "",
        },
        {
          key: "cpu",
          title: "CPU",
          align: "right",
          wide: true,
          className: "tabular whitespace-nowrap text-ink-2",
          render: ({ name }) => cpu.has(name) ? `${cpu.get(name)!.toFixed(cpu.get(name)! < 10 ? 1 : 0)} %` : "",
        },
        {
          key: "memory",
          title: "Memory",
          align: "right",
          wide: true,
          className: "tabular whitespace-nowrap text-ink-2",
          render: ({ name }) => memory.has(name) ? memoryWords(memory.get(name)!) : "",
        },
        ...(steers
          ? [{
            key: "steer",
            title: "Start and stop",
            hideTitle: true,
            align: "right" as const,
            render: (service: Service) => <SteerButtons service={service} small />,
          }]
          : []),
      ]}
    />
  );
}

/** Its name, and under it why it is not as it should be. */
function NameCell({ service }: { service: Service }) {
  const { name, actual, reason, lastEnd, restarts, description } = service;
  const ended = restarts > 0 && actual !== "stopped" ? lastEnd?.reason : undefined;
  const why = reason ?? (ended ? `Restarted: ${ended}` : description);
  return (
    <span className="flex min-w-0 flex-col">
      <PluginLink
        plugin="supervisor"
        path={name}
        onClick={(event) => event.stopPropagation()}
        className="truncate font-medium hover:underline"
        title={name}
      >
        {name}
      </PluginLink>
      {why && <span className="truncate text-12 text-ink-3" title={why}>{why}</span>}
    </span>
  );
}
