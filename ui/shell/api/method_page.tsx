import { PageHeader, Tabs } from "@bulkhead/kit";
import { useCockpit } from "@bulkhead/ui";
import type { Api, ApiMethod } from "../../state/api/document.ts";
import type { Trials } from "../../state/api/trials.ts";
import type { ApiSearch } from "./search.ts";
import { MethodMarks } from "./method_marks.tsx";
import { ReadTab } from "./read_tab.tsx";
import { TryTab } from "./try_tab.tsx";

export interface MethodPageProps {
  method: ApiMethod;
  api: Api;
  search: ApiSearch;
  trials: Trials;
  onSearch(next: ApiSearch): void;
  onBack(): void;
}

/** One method: what it is, and a form that calls it. What is typed stays while one reads. */
export function MethodPage({ method, api, search, trials, onSearch, onBack }: MethodPageProps) {
  const { rpc } = useCockpit();
  const { example = 0 } = search;
  const chosen = method.examples[example] ?? method.examples[0];
  const trial = trials.of(method, { rpc, components: api.components, example, params: chosen?.params });
  return (
    <>
      <PageHeader
        title={<code className="font-mono text-13">{method.name}</code>}
        tab={method.name}
        note={<MethodMarks method={method} />}
        onBack={onBack}
      />
      <Tabs
        value={search.tab ?? "read"}
        onChange={(tab: "read" | "try") =>
          onSearch({ ...(tab === "try" ? { tab } : {}), ...(example ? { example } : {}) })}
        tabs={[
          {
            value: "read",
            label: "Read",
            content: (
              <ReadTab
                method={method}
                api={api}
                example={example}
                onExample={(index) => onSearch({ ...(index ? { example: index } : {}) })}
              />
            ),
          },
          { value: "try", label: "Try", content: <TryTab trial={trial} /> },
        ]}
      />
    </>
  );
}
