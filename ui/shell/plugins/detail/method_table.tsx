import { Link } from "@tanstack/react-router";
import { Section, Table } from "@bulkhead/kit";
import { useRpc } from "@bulkhead/ui";
import type { PluginDetail } from "../../../state/wire.ts";

/** From the OpenRPC document, so that what is shown is what a caller can call. */
export function MethodTable({ plugin }: { plugin: PluginDetail }) {
  const { data } = useRpc<{ methods: { name: string; summary?: string }[] }>("rpc.discover", {}, {
    enabled: plugin.enabled,
  });
  const methods = (data?.methods ?? []).filter((method) => method.name.startsWith(`${plugin.id}.`));
  return (
    <Section title={plugin.methods > 0 ? `Methods (${plugin.methods})` : "Methods"}>
      {methods.length === 0
        ? (
          <p className="text-13 text-ink-2">
            {plugin.running && plugin.methods === 0 ? "It offers none." : "Their names can be read while it is on."}
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
                render: (method) => (
                  <Link
                    to={`/api/${method.name}` as never}
                    className="rounded-sm font-mono text-12 text-accent-ink hover:underline"
                  >
                    {method.name}
                  </Link>
                ),
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
