import { ShieldCheck, TriangleAlert } from "lucide-react";
import { Badge, bytes, Facts, RelativeTime, Section, Table } from "@bulkhead/kit";
import type { EndInfo, PermissionInfo, PluginDetail } from "../../state/wire.ts";

/** Process, restarts with reasons, permissions with the author's reasons, methods. */
export function PluginOverview({ plugin }: { plugin: PluginDetail }) {
  const ends = plugin.ends ?? (plugin.lastEnd ? [plugin.lastEnd] : []);
  return (
    <>
      <Section title="Process">
        <Facts
          items={[
            { name: "Running", value: plugin.running ? "Yes" : plugin.enabled ? "No, starts when it is called" : "No" },
            ...(plugin.pid ? [{ name: "Process id", value: <span className="tabular">{plugin.pid}</span> }] : []),
            ...(plugin.memoryBytes
              ? [{ name: "Memory", value: <span className="tabular">{bytes(plugin.memoryBytes)}</span> }]
              : []),
            { name: "Restarts", value: <span className="tabular">{plugin.restarts}</span> },
          ]}
        />
      </Section>
      {ends.length > 0 && <Ends ends={ends} />}
      <Permissions permissions={plugin.permissions ?? []} />
      <Methods methods={plugin.methodNames ?? []} count={plugin.methods} />
    </>
  );
}

const END_WORDS: Record<string, string> = {
  exit: "It ended by itself",
  crash: "It crashed",
  memory: "It used more memory than its limit",
  hang: "It did not answer any more",
  cpu: "It used more of a core than its limit",
  storage: "It stored more than its limit",
  protocol: "It sent what the host cannot read",
  limit: "It went over a limit",
  stop: "It was stopped",
  start: "It did not start",
};

function Ends({ ends }: { ends: EndInfo[] }) {
  return (
    <Section title="How it ended before">
      <ul className="flex flex-col">
        {ends.map((end, index) => (
          <li key={index} className="flex items-start gap-2.5 border-b border-line py-2 text-13 last:border-0">
            <TriangleAlert size={15} className="mt-0.5 shrink-0 text-warn-ink" aria-hidden />
            <span className="min-w-0 flex-1">
              <span className="font-medium">{END_WORDS[end.reason] ?? end.reason}</span>
              {end.detail && <span className="block text-ink-2 wrap-anywhere">{end.detail}</span>}
            </span>
            {end.at && <RelativeTime at={end.at} className="shrink-0 text-12 text-ink-3" />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Permissions({ permissions }: { permissions: PermissionInfo[] }) {
  return (
    <Section title="Permissions">
      {permissions.length === 0
        ? (
          <p className="flex items-center gap-2 text-13 text-ink-2">
            <ShieldCheck size={16} className="text-ok-ink" aria-hidden />
            It asks for nothing: its own folder and its own database are all it reaches.
          </p>
        )
        : (
          <Table
            label="Permissions"
            rows={permissions}
            rowKey={(permission) => `${permission.kind} ${permission.target}`}
            columns={[
              { key: "what", title: "May", render: (permission) => <What permission={permission} /> },
              {
                key: "why",
                title: "Because",
                wide: true,
                className: "text-ink-2",
                render: (permission) => permission.reason,
              },
              {
                key: "granted",
                title: "Granted",
                align: "right",
                render: (permission) => (
                  <Badge tone={permission.granted ? "ok" : "warn"}>{permission.granted ? "Yes" : "Not yet"}</Badge>
                ),
              },
            ]}
          />
        )}
    </Section>
  );
}

const KIND_WORDS: Record<string, string> = {
  net: "Connect to",
  call: "Call",
  publish: "Publish",
  subscribe: "Listen to",
  secrets: "Read the secret",
  process: "Launch",
  hooks: "Receive webhooks at",
  files: "Keep files",
  sockets: "Hold connections",
  sys: "Read of the system",
};

function What({ permission }: { permission: PermissionInfo }) {
  return (
    <span className="flex flex-wrap items-center gap-x-1.5 py-1.5">
      <span>{KIND_WORDS[permission.kind] ?? permission.kind}</span>
      <code className="font-mono text-12 wrap-anywhere">{permission.target}</code>
      {permission.risk === "high" && <Badge tone="bad">High risk</Badge>}
      <span className="w-full text-12 text-ink-3 md:hidden">{permission.reason}</span>
    </span>
  );
}

function Methods({ methods, count }: { methods: { name: string; summary: string }[]; count: number }) {
  return (
    <Section title={count > 0 ? `Methods (${count})` : "Methods"}>
      {methods.length === 0
        ? (
          <p className="text-13 text-ink-2">
            {count > 0 ? "Their names can be read while it is on." : "It offers none."}
          </p>
        )
        : (
          <Table
            label="Methods"
            rows={methods}
            rowKey={(method) => method.name}
            columns={[
              {
                key: "name",
                title: "Name",
                render: (method) => <code className="font-mono text-12">{method.name}</code>,
              },
              { key: "summary", title: "What it does", className: "text-ink-2", render: (method) => method.summary },
            ]}
          />
        )}
    </Section>
  );
}
