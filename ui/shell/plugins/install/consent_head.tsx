import { useNavigate } from "@tanstack/react-router";
import { Badge, Select } from "@bulkhead/kit";
import { consentSearch } from "../../../state/consent.ts";
import type { InspectInfo } from "../../../state/wire.ts";
import { useRegistrySearch } from "../../data/registries.ts";
import { PluginMark } from "../plugin_mark.tsx";

/** What it is, which version, and in one sentence what it will be able to do. */
export function ConsentHead({ info, wanted, sentence }: { info: InspectInfo; wanted?: string; sentence: string }) {
  const { manifest, changes } = info;
  const icon = typeof manifest.icon === "string" ? manifest.icon : undefined;
  return (
    <header className="flex gap-4">
      <PluginMark id={manifest.id} name={manifest.name} icon={icon} installed={changes !== undefined} size={48} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <h2 className="min-w-0 text-20 font-semibold wrap-anywhere" dir="auto">{manifest.name}</h2>
          <Versions info={info} wanted={wanted} />
          {changes && <Badge tone="ok">{changes.from} installed</Badge>}
        </div>
        {manifest.description && (
          <p className="mt-1 text-14 text-ink-2 wrap-anywhere" dir="auto">{manifest.description}</p>
        )}
        <p className="mt-2 max-w-3xl text-14 text-pretty wrap-anywhere">{sentence}</p>
      </div>
    </header>
  );
}

/** The versions of the registry to choose from; one alone is only told. */
function Versions({ info, wanted }: { info: InspectInfo; wanted?: string }) {
  const navigate = useNavigate();
  const { id, version } = info.manifest;
  const found = useRegistrySearch({ query: id, registry: info.registry?.url }, Boolean(info.registry));
  const versions = found.plugins.find((offer) => offer.id === id)?.versions ?? [];
  if (versions.length < 2) return <span className="tabular text-13 text-ink-3">{version}</span>;
  return (
    <Select
      label="Version"
      value={wanted ?? version}
      onChange={(next) =>
        void navigate({
          to: "/plugins/install" as never,
          search: consentSearch(info.source, next) as never,
          replace: true,
        })}
      options={versions.map((each, index) => ({
        value: each.version,
        label: each.fits
          ? index === 0 ? `${each.version}, newest` : each.version
          : `${each.version}, needs a newer server`,
      }))}
      className="tabular"
    />
  );
}
