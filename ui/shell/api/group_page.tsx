import { Link } from "@tanstack/react-router";
import { Badge, Card, PageBody, PageHeader, Section, Table } from "@bulkhead/kit";
import type { ApiEvent, ApiGroup, Schema } from "../../state/api/document.ts";
import { groupTitle } from "./group_title.ts";
import { SchemaTree } from "./schema_tree.tsx";

export interface GroupPageProps {
  group: ApiGroup;
  components: Schema;
  onBack(): void;
}

/** One plugin: its methods, and what it publishes. */
export function GroupPage({ group, components, onBack }: GroupPageProps) {
  return (
    <>
      <PageHeader
        title={groupTitle(group.name)}
        tab={`${groupTitle(group.name)} · API`}
        note={<span className="tabular">{group.methods.length}</span>}
        onBack={onBack}
      />
      <PageBody>
        <Section title="Methods">
          <Table
            label="Methods"
            rows={group.methods}
            rowKey={({ name }) => name}
            columns={[
              {
                key: "name",
                title: "Name",
                render: ({ name }) => (
                  <Link
                    to={`/api/${name}` as never}
                    className="rounded-sm text-accent-ink hover:underline font-mono text-12 wrap-anywhere"
                  >
                    {name}
                  </Link>
                ),
              },
              {
                key: "summary",
                title: "What it does",
                wide: true,
                className: "py-2 text-ink-2",
                render: ({ summary }) => summary,
              },
            ]}
          />
        </Section>
        <Section title="Events">
          {group.events.length === 0
            ? <p className="text-13 text-ink-2">It publishes none.</p>
            : group.events.map((event) => <EventCard key={event.name} event={event} components={components} />)}
        </Section>
      </PageBody>
    </>
  );
}

/** An event type with what it holds; its name is a place to link to. */
export function EventCard({ event, components }: { event: ApiEvent; components: Schema }) {
  const { name, schema, volatile } = event;
  return (
    <Card className="p-3" id={name}>
      <p className="flex flex-wrap items-center gap-2">
        <code className="font-mono text-13 font-medium wrap-anywhere">{name}</code>
        {volatile && <Badge>not kept</Badge>}
      </p>
      {typeof schema.description === "string" && <p className="mt-1 text-13 text-ink-2">{schema.description}</p>}
      <SchemaTree
        schema={schema}
        components={components}
        label={`Data of ${name}`}
        none="It says no more of its data."
        given
      />
    </Card>
  );
}
