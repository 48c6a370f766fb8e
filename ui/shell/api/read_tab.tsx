import { Link } from "@tanstack/react-router";
import { CodeBlock, Facts, Section, Select } from "@bulkhead/kit";
import type { Api, ApiMethod } from "../../state/api/document.ts";
import { withoutSecrets } from "../../state/api/samples.ts";
import { Readme } from "../plugins/install/readme.tsx";
import { ErrorTable } from "./error_table.tsx";
import { EventCard } from "./group_page.tsx";
import { Samples } from "./samples.tsx";
import { SchemaTree } from "./schema_tree.tsx";

export interface ReadTabProps {
  method: ApiMethod;
  api: Api;
  /** Index of the example that is shown. */
  example: number;
  onExample(index: number): void;
}

/** What a method does, takes, answers and refuses; beside it how it is called from elsewhere. */
export function ReadTab({ method, api, example, onExample }: ReadTabProps) {
  const { summary, description, roles, examples, emits, errors, paramsSchema, result } = method;
  const events = api.groups.flatMap((group) => group.events).filter(({ name }) => emits.includes(name));
  const shown = examples[example] ?? examples[0];
  return (
    <div className="mx-auto grid w-full max-w-6xl gap-8 px-4 py-6 md:px-6 xl:grid-cols-[minmax(0,1fr)_400px]">
      <div className="flex min-w-0 flex-col gap-8">
        <div className="flex flex-col gap-3">
          <p className="text-16 font-medium text-pretty">{summary}</p>
          {description && <Readme text={description} />}
          <Facts
            items={[
              { name: "For", value: roles.join(", ") || "everybody" },
              {
                name: "Of",
                value: (
                  <Link
                    to={`/api/${method.group}` as never}
                    className="rounded-sm text-accent-ink underline underline-offset-2"
                  >
                    {method.group}
                  </Link>
                ),
              },
            ]}
          />
        </div>
        <Section title="Params">
          <SchemaTree schema={paramsSchema} components={api.components} label="Params" none="It takes none." />
        </Section>
        <Section title="Result">
          <SchemaTree schema={result} components={api.components} label="Result" none="An empty object." given />
        </Section>
        <Section title="Errors">
          <ErrorTable errors={errors} />
        </Section>
        {events.length > 0 && (
          <Section title="Publishes">
            {events.map((event) => <EventCard key={event.name} event={event} components={api.components} />)}
          </Section>
        )}
      </div>
      <div className="flex min-w-0 flex-col gap-6 xl:sticky xl:top-6 xl:self-start">
        <Section
          title="Example"
          action={examples.length > 1 && (
            <Select
              label="Example"
              value={String(example)}
              options={examples.map(({ name }, index) => ({ value: String(index), label: name }))}
              onChange={(index) => onExample(Number(index))}
              className="max-w-60"
            />
          )}
        >
          {examples.length === 1 && <p className="text-13 text-ink-2">{shown?.name}</p>}
          <Samples method={method.name} params={withoutSecrets(method, shown?.params ?? {})} />
        </Section>
        {shown?.result && (
          <Section title="Answer">
            <CodeBlock code={JSON.stringify(shown.result.value, null, 2)} label="Answer of the example" wrap />
          </Section>
        )}
      </div>
    </div>
  );
}
