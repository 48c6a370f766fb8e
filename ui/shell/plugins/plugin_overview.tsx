import { ShieldCheck, TriangleAlert } from "lucide-react";
import { Badge, bytes, CodeBlock, duration, Facts, RelativeTime, Section, Table } from "@bulkhead/kit";
import { useRpc } from "@bulkhead/ui";
import type { EndInfo, PermissionInfo, PluginDetail } from "../../state/wire.ts";

/** Process, restarts with reasons, permissions with the author's reasons, methods. */
export function PluginOverview({ plugin }: { plugin: PluginDetail }) {
  return (
    <>
      <Section title="Process">
        <Facts
          items={[
            {
              name: "Running",
              value: plugin.running ? "Yes" : plugin.state === "ready" ? "No, starts when it is called" : "No",
            },
            ...(plugin.pid ? [{ name: "Process id", value: <span className="tabular">{plugin.pid}</span> }] : []),
            ...(plugin.memoryBytes
              ? [{ name: "Memory", value: <span className="tabular">{bytes(plugin.memoryBytes)}</span> }]
              : []),
            { name: "Restarts", value: <span className="tabular">{plugin.restarts}</span> },
          ]}
        />
      </Section>
      {plugin.lastEnd && plugin.lastEnd.reason !== "stop" && <LastEnd end={plugin.lastEnd} />}
      {plugin.permissions && <Permissions permissions={plugin.permissions} />}
      <Methods plugin={plugin} />
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

function LastEnd({ end }: { end: EndInfo }) {
  return (
    <Section title="How it ended last" action={<RelativeTime at={end.time} className="text-12 text-ink-3" />}>
      <div className="flex items-start gap-2.5 text-13">
        <TriangleAlert size={15} className="mt-0.5 shrink-0 text-warn-ink" aria-hidden />
        <div className="min-w-0 flex-1">
          <p className="font-medium">{END_WORDS[end.reason] ?? end.reason}</p>
          <p className="text-ink-2 wrap-anywhere">{end.message}</p>
          {end.used && (
            <p className="mt-1 text-12 text-ink-3">
              Until then: {duration(end.used.uptimeMs)} up, {bytes(end.used.rssBytes)} of memory,{" "}
              {duration(end.used.cpuMs)} of a core
            </p>
          )}
        </div>
      </div>
      {end.stderr && <CodeBlock code={end.stderr} maxHeight={200} label="Last lines that it wrote" />}
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

/** From the OpenRPC document, so that what is shown is what a caller can call. */
function Methods({ plugin }: { plugin: PluginDetail }) {
  const { data } = useRpc<{ methods: { name: string; summary?: string }[] }>("rpc.discover", {}, {
    enabled: plugin.running,
  });
  const methods = (data?.methods ?? []).filter((method) => method.name.startsWith(`${plugin.id}.`));
  return (
    <Section title={plugin.methods > 0 ? `Methods (${plugin.methods})` : "Methods"}>
      {methods.length === 0
        ? (
          <p className="text-13 text-ink-2">
            {plugin.running && plugin.methods === 0 ? "It offers none." : "Their names can be read while it runs."}
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
              {
                key: "summary",
                title: "What it does",
                wide: true,
                className: "text-ink-2",
                render: (method) => method.summary,
              },
            ]}
          />
        )}
    </Section>
  );
}
