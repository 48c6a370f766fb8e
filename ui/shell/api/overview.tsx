import { Link } from "@tanstack/react-router";
import { Card, CodeBlock, Facts, PageBody, PageHeader, Section } from "@bulkhead/kit";
import { useMe } from "@bulkhead/ui";
import type { Api } from "../../state/api/document.ts";
import { SAMPLES } from "../../state/api/samples.ts";
import { groupTitle } from "./group_title.ts";

/** What there is before one has chosen a method: how to call any, and the plugins. */
export function Overview({ api }: { api: Api }) {
  const me = useMe();
  const { origin } = location;
  const events = api.groups.reduce((sum, group) => sum + group.events.length, 0);
  return (
    <>
      <PageHeader title="API" note={<span className="max-md:hidden">what you may call as {me.role}</span>} />
      <PageBody>
        <p className="max-w-2xl text-14 text-pretty text-ink-2">
          Everything that this server does is a method with a name, params and a result. Pages, workflows, agents and
          the command line call the same ones, with the rights of who calls.
        </p>
        <Section title="Where">
          <Facts
            items={[
              { name: "Calls", value: <code className="font-mono text-12">POST {origin}/rpc</code> },
              {
                name: "Document",
                value: (
                  <a className="rounded-sm text-accent-ink underline underline-offset-2" href="/openrpc.json">
                    OpenRPC, /openrpc.json
                  </a>
                ),
              },
              { name: "Live", value: <code className="font-mono text-12">{origin.replace(/^http/, "ws")}/ws</code> },
              { name: "Agents", value: <code className="font-mono text-12">{origin}/mcp</code> },
              {
                name: "Who calls",
                value: (
                  <>
                    A token of yours:{" "}
                    <Link to={"/account" as never} className="rounded-sm text-accent-ink underline underline-offset-2">
                      make one in your account
                    </Link>
                  </>
                ),
              },
            ]}
          />
        </Section>
        <Section title="A first call">
          <CodeBlock
            label="A first call with curl"
            code={SAMPLES.curl({ method: "host.user.me", params: {}, origin })}
          />
        </Section>
        <Section title={`${api.groups.length} groups, ${events} kinds of events`}>
          <div className="grid gap-2 md:grid-cols-2">
            {api.groups.map((group) => (
              <Card key={group.name} className="relative p-3 hover:bg-hover">
                <Link
                  to={`/api/${group.name}` as never}
                  className="text-14 font-medium after:absolute after:inset-0 after:rounded-card"
                >
                  {groupTitle(group.name)}
                </Link>
                <p className="mt-0.5 text-13 text-ink-3">
                  {group.methods.length === 1 ? "1 method" : `${group.methods.length} methods`}
                  {group.events.length > 0 &&
                    `, ${group.events.length === 1 ? "1 kind of event" : `${group.events.length} kinds of events`}`}
                </p>
              </Card>
            ))}
          </div>
        </Section>
      </PageBody>
    </>
  );
}
