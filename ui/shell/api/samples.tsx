import { useState } from "react";
import { CodeBlock, CopyButton, cx } from "@bulkhead/kit";
import { type SampleLanguage, SAMPLES, TOKEN_VARIABLE } from "../../state/api/samples.ts";

const LANGUAGES: { value: SampleLanguage; label: string; note: string }[] = [
  { value: "curl", label: "curl", note: `Put an API token into ${TOKEN_VARIABLE} first.` },
  { value: "typescript", label: "TypeScript", note: `In Deno, Node or Bun, with an API token in ${TOKEN_VARIABLE}.` },
  { value: "cli", label: "CLI", note: "On the server, as its owner; no token is needed." },
];

let last: SampleLanguage = "curl";

/** The same call for a terminal, a program and the server's command line, to be copied. */
export function Samples({ method, params }: { method: string; params: Record<string, unknown> }) {
  const [language, setLanguage] = useState(last);
  const { note, label } = LANGUAGES.find(({ value }) => value === language)!;
  const code = SAMPLES[language]({ method, params, origin: location.origin });
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-1" role="group" aria-label="Language of the sample">
        {LANGUAGES.map((each) => (
          <button
            key={each.value}
            type="button"
            aria-pressed={each.value === language}
            onClick={() => setLanguage(last = each.value)}
            className={cx(
              "ring-in h-7 rounded-control px-2.5 text-12 font-medium max-md:h-10",
              each.value === language ? "bg-active text-ink" : "text-ink-3 hover:bg-hover hover:text-ink",
            )}
          >
            {each.label}
          </button>
        ))}
        <span className="ml-auto">
          <CopyButton text={code} label={`Copy as ${label}`} />
        </span>
      </div>
      <CodeBlock code={code} wrap label={`The call as ${label}`} maxHeight={420} />
      <p className="text-12 text-ink-3">{note}</p>
    </div>
  );
}
