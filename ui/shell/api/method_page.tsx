import { PageHeader, Tabs } from "@bulkhead/kit";
import { useCockpit } from "@bulkhead/ui";
import { useMemo } from "react";
import type { Api, ApiMethod } from "../../state/api/document.ts";
import { Trial } from "../../state/api/trial.ts";
import type { ApiSearch } from "./search.ts";
import { MethodMarks } from "./method_marks.tsx";
import { ReadTab } from "./read_tab.tsx";
import { TryTab } from "./try_tab.tsx";

export interface MethodPageProps {
  method: ApiMethod;
  api: Api;
  search: ApiSearch;
  onSearch(next: ApiSearch): void;
  onBack(): void;
}

/** One method: what it is, and a form that calls it. What is typed stays while one reads. */
export function MethodPage({ method, api, search, onSearch, onBack }: MethodPageProps) {
  const { rpc } = useCockpit();
  const { example = 0 } = search;
  const chosen = method.examples[example] ?? method.examples[0];
  const trial = useMemo(() => new Trial(method, rpc, api.components, chosen?.params), [method, rpc, api, chosen]);
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
