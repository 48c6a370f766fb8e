import { Link } from "@tanstack/react-router";
import { ArrowUp, Check } from "lucide-react";
import { Badge } from "@bulkhead/kit";
import { consentSearch } from "../../../state/consent.ts";
import { compareVersions } from "../../../state/versions.ts";
import type { RegistryPlugin } from "../../../state/wire.ts";
import { usePlugins } from "../../data/plugins.ts";
import { PluginMark } from "../plugin_mark.tsx";

/** One plugin of a registry: what it is, whose, and whether it is here already. */
export function OfferCard({ offer }: { offer: RegistryPlugin }) {
  const here = usePlugins().plugins.find((plugin) => plugin.id === offer.id);
  const newest = offer.versions.find((version) => version.fits) ?? offer.versions[0];
  return (
    <Link
      to={"/plugins/install" as never}
      search={consentSearch(offer.source) as never}
      data-offer={offer.id}
      className="group flex w-full min-w-0 flex-col gap-3 rounded-card border border-line bg-surface p-4 transition-colors duration-80 hover:border-line-strong hover:bg-hover"
    >
      <span className="flex items-center gap-3">
        <PluginMark id={offer.id} name={offer.name} icon={here?.ui?.nav?.icon ?? here?.icon} />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-14 font-semibold" dir="auto">{offer.name}</span>
          <span className="block truncate text-12 text-ink-3">
            {newest ? newest.publisher ? `by ${newest.publisher}` : "Not signed" : offer.id}
          </span>
        </span>
        <Standing offer={offer} />
      </span>
      <span className="line-clamp-2 min-h-[38px] text-13 text-ink-2 wrap-anywhere" dir="auto">
        {offer.description || "Its author says nothing about it."}
      </span>
      <span className="mt-auto flex items-baseline justify-between gap-3 text-12 text-ink-3">
        <span className="truncate">{offer.registry.name}</span>
        {newest && <span className="tabular shrink-0">{newest.version}</span>}
      </span>
    </Link>
  );
}

function Standing({ offer }: { offer: RegistryPlugin }) {
  const { installed, versions } = offer;
  const newest = versions.find((version) => version.fits);
  if (installed && newest && compareVersions(newest.version, installed) > 0) {
    return <Badge tone="accent" icon={<ArrowUp size={11} strokeWidth={2.5} aria-hidden />}>Update</Badge>;
  }
  if (installed) return <Badge tone="ok" icon={<Check size={11} strokeWidth={2.5} aria-hidden />}>Installed</Badge>;
  if (!newest) return <Badge tone="warn">Does not fit</Badge>;
  return null;
}
