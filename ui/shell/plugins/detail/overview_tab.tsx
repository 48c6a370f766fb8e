import { Link } from "@tanstack/react-router";
import { Ban } from "lucide-react";
import { buttonClass, Notice, Section } from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import { registryName } from "../../../state/needs.ts";
import type { PluginDetail } from "../../../state/wire.ts";
import { useRegistries } from "../../data/registries.ts";
import { Dependents, Provides } from "./connections.tsx";
import { EndList } from "./end_list.tsx";
import { MethodTable } from "./method_table.tsx";
import { MetricTiles } from "./metric_tiles.tsx";
import { StateCard } from "./state_card.tsx";
import { RequirementList } from "../requirement_list.tsx";

/** How it is and why, its figures, how its lives ended, and how it hangs together with others. */
export function OverviewTab({ plugin }: { plugin: PluginDetail }) {
  const ends = plugin.ends ?? (plugin.lastEnd ? [plugin.lastEnd] : []);
  return (
    <>
      <div className="flex flex-col gap-3">
        <StateCard plugin={plugin} />
        <PackageNotice plugin={plugin} />
      </div>
      {plugin.metrics && plugin.enabled && (
        <Section title="The last hour">
          <MetricTiles id={plugin.id} metrics={plugin.metrics} />
        </Section>
      )}
      {ends.length > 0 && (
        <Section title="How it ended">
          <EndList ends={ends} />
        </Section>
      )}
      {(plugin.requires?.length ?? 0) > 0 && (
        <Section title="Needs">
          <RequirementList requires={plugin.requires!} />
        </Section>
      )}
      {(plugin.provides?.length ?? 0) > 0 && (
        <Section title="Provides">
          <Provides plugin={plugin} />
        </Section>
      )}
      {plugin.dependents && (
        <Section title="Who depends on it">
          <Dependents dependents={plugin.dependents} />
        </Section>
      )}
      <MethodTable plugin={plugin} />
    </>
  );
}

/** Its package was revoked, or there is a newer one. */
function PackageNotice({ plugin }: { plugin: PluginDetail }) {
  const isAdmin = useIsAdmin();
  const registries = useRegistries().data?.items ?? [];
  const revoked = plugin.package?.revoked ?? plugin.revoked;
  const update = plugin.package?.update ?? plugin.update;
  const versions = (
    <Link to={`/plugins/${plugin.id}/versions` as never} className={buttonClass("secondary", "sm")}>
      {revoked ? <Ban size={13} aria-hidden /> : null}
      See its versions
    </Link>
  );
  if (revoked) {
    return (
      <Notice
        tone="bad"
        title={`${registryName(revoked.registry, registries)} has revoked this version`}
        action={isAdmin && versions}
      >
        It was stopped and does not start again. Update it, or uninstall it. Its data is kept.
      </Notice>
    );
  }
  if (!update || !isAdmin) return null;
  return (
    <Notice
      tone={update.needsConsent ? "warn" : "info"}
      title={`Version ${update.version} is there`}
      action={versions}
    >
      {update.needsConsent
        ? "It asks for more than you granted. What runs now goes on until you agree."
        : "It asks for nothing new."}
    </Notice>
  );
}
