import { bytes, Disclosure, Facts, Notice, Section } from "@bulkhead/kit";
import { useRpc } from "@bulkhead/ui";
import { consentOf } from "../../../state/consent.ts";
import { limitList } from "../../../state/limit_words.ts";
import type { InspectInfo, PluginDetail } from "../../../state/wire.ts";
import { PermissionGroups } from "../permission_line.tsx";
import { RequirementList } from "../requirement_list.tsx";
import { ConsentBar } from "./consent_bar.tsx";
import { ConsentChanges } from "./consent_changes.tsx";
import { ConsentHead } from "./consent_head.tsx";
import { PublisherCard } from "./publisher_card.tsx";
import { Readme } from "./readme.tsx";

export interface ConsentBodyProps {
  info: InspectInfo;
  /** Version that the address names. */
  wanted?: string;
  /** It is looked at anew. */
  looking: boolean;
}

/** All there is to know of a package, in the order in which it matters for the answer. */
export function ConsentBody({ info, wanted, looking }: ConsentBodyProps) {
  const here = useRpc<PluginDetail>("host.plugin.get", { id: info.manifest.id }, { enabled: Boolean(info.changes) });
  const consent = consentOf(info, here.data?.package?.source);
  const { changes } = info;
  const update = changes && consent.kind !== "same" ? changes : undefined;
  const permissions = <PermissionGroups permissions={info.permissions} />;
  return (
    <>
      <div tabIndex={0} className="ring-in scroll-y min-h-0 flex-1">
        <div className="mx-auto grid w-full max-w-6xl gap-x-10 gap-y-8 px-4 py-6 md:px-6 lg:grid-cols-[minmax(0,1fr)_300px] lg:grid-rows-[auto_auto_1fr]">
          <div className="flex flex-col gap-6 lg:col-span-2">
            <ConsentHead info={info} wanted={wanted} sentence={consent.sentence} />
            {consent.problems.map((problem) => (
              <Notice key={problem.reason + problem.message} tone="bad" title={problem.message}>{problem.hint}</Notice>
            ))}
          </div>
          <div className="flex min-w-0 flex-col gap-8">
            {update && <ConsentChanges changes={update} />}
            <PublisherCard
              tier={info.tier}
              signature={info.signature}
              publisher={info.publisherInfo}
              from={info.registry ? `${info.registry.name}, ${info.registry.url}` : info.source}
            />
            {update
              ? (
                <Disclosure title="All that it may do" note={info.permissions.length}>
                  {permissions}
                </Disclosure>
              )
              : <Section title="What it asks for">{permissions}</Section>}
          </div>
          <aside aria-label="About the package" className="flex min-w-0 flex-col gap-6 lg:row-span-2">
            {info.requires.length > 0 && (
              <Section title="Needs">
                <RequirementList requires={info.requires} />
              </Section>
            )}
            <StandsIn manifest={info.manifest} />
            <Section title="Limits">
              <Facts items={limitList(info.limits).map(({ name, value }) => ({ name, value }))} />
            </Section>
            <Package info={info} />
          </aside>
          {info.readme && (
            <div className="min-w-0 border-t border-line pt-6">
              {update
                ? (
                  <Disclosure title="Read me">
                    <Readme text={info.readme} />
                  </Disclosure>
                )
                : <Readme text={info.readme} />}
            </div>
          )}
        </div>
      </div>
      <ConsentBar info={info} consent={consent} looking={looking || (Boolean(info.changes) && here.isPending)} />
    </>
  );
}

/** Interfaces under whose name it can answer: calls that others make may come to it. */
function StandsIn({ manifest }: Pick<InspectInfo, "manifest">) {
  const provides = (manifest.provides ?? {}) as Record<string, string>;
  const items = Object.entries(provides).filter(([name]) => name !== manifest.id);
  if (items.length === 0) return null;
  return (
    <Section title="Can answer for">
      <Facts items={items.map(([name, version]) => ({ name: `${name}.*`, value: `as ${name} ${version}` }))} />
    </Section>
  );
}

function Package({ info }: { info: InspectInfo }) {
  const { manifest } = info;
  const text = (key: string) => typeof manifest[key] === "string" ? manifest[key] as string : undefined;
  const homepage = text("homepage");
  return (
    <Section title="Package">
      <Facts
        items={[
          { name: "Id", value: <code className="font-mono text-12">{manifest.id}</code> },
          { name: "Size", value: bytes(info.sizeBytes) },
          ...(text("license") ? [{ name: "Licence", value: text("license") }] : []),
          ...(text("author") ? [{ name: "Author", value: <span dir="auto">{text("author")}</span> }] : []),
          ...(homepage && /^https?:\/\//.test(homepage)
            ? [{
              name: "Homepage",
              value: (
                <a
                  href={homepage}
                  target="_blank"
                  rel="noopener noreferrer nofollow"
                  className="rounded-sm text-accent-ink underline decoration-accent/40 hover:decoration-accent"
                >
                  {homepage.replace(/^https?:\/\//, "").replace(/\/$/, "")}
                </a>
              ),
            }]
            : []),
          { name: "SHA-256", value: <code className="font-mono text-12">{info.hash}</code> },
        ]}
      />
    </Section>
  );
}
