import { useNavigate } from "@tanstack/react-router";
import { History, Trash2 } from "lucide-react";
import { useState } from "react";
import { Badge, Button, bytes, EmptyState, Facts, Notice, RelativeTime, Section } from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import { consentSearch } from "../../../state/consent.ts";
import { compareVersions } from "../../../state/versions.ts";
import type { PackageInfo, PluginDetail } from "../../../state/wire.ts";
import { usePackageWork, useRunWork } from "../../data/packages.ts";
import { usePersonName } from "../../data/people.ts";
import { PublisherCard } from "../install/publisher_card.tsx";
import { RollbackDialog } from "./rollback_dialog.tsx";
import { UninstallDialog } from "./uninstall_dialog.tsx";
import { WorkNotice } from "./work_notice.tsx";

/** Which versions there are, here and in the registry; the ways forward, back and out; and where it comes from. */
export function VersionsTab({ plugin }: { plugin: PluginDetail }) {
  const { package: from } = plugin;
  const isAdmin = useIsAdmin();
  if (from) return <Versions plugin={plugin} from={from} />;
  if (!plugin.bundled && !isAdmin) {
    return (
      <EmptyState
        icon={<History size={20} aria-hidden />}
        title="Owners and admins look after its versions"
        description={`Version ${plugin.version} is in use.`}
      />
    );
  }
  return (
    <EmptyState
      icon={<History size={20} aria-hidden />}
      title={plugin.bundled ? "It comes with this server" : "It lies in the plugins folder"}
      description={plugin.bundled
        ? `Version ${plugin.version}. It is updated together with the server, and cannot be uninstalled; turn it off if you do not need it.`
        : `Version ${plugin.version}. Whoever looks after this machine changes or removes its folder.`}
    />
  );
}

function Versions({ plugin, from }: { plugin: PluginDetail; from: PackageInfo }) {
  const isAdmin = useIsAdmin();
  const by = usePersonName(from.installedBy);
  const work = usePackageWork(plugin.id);
  const [asking, setAsking] = useState<"uninstall" | string>();
  const busy = work?.phase === "running";
  const kept = new Set(from.versions.map(({ version }) => version));
  const others = (from.available ?? []).filter(({ version }) => !kept.has(version));
  return (
    <>
      <WorkNotice id={plugin.id} name={plugin.name} />
      {from.undone && !busy && (
        <Notice tone="warn" title={`${from.undone.version} was taken back`}>
          {from.undone.reason.replace(/\.$/, "")}. Version {plugin.version} is in use again, with its data as it was.
          {" "}
          <RelativeTime at={from.undone.at} className="text-ink-3" />
        </Notice>
      )}
      {from.update && !busy && <UpdateNotice plugin={plugin} from={from} update={from.update} />}
      <Section title="On this server">
        <ul className="flex flex-col">
          {from.versions.map((each) => (
            <li key={each.hash} className="flex min-h-12 items-center gap-3 border-b border-line text-13 last:border-0">
              <span className="tabular font-medium">{each.version}</span>
              {each.active && <Badge tone="ok">In use</Badge>}
              <span className="min-w-0 truncate text-12 text-ink-3">
                installed <RelativeTime at={each.installedAt} />
              </span>
              {!each.active && isAdmin && (
                <Button
                  size="sm"
                  className="ml-auto"
                  disabled={busy}
                  onClick={() => setAsking(each.version)}
                >
                  {compareVersions(each.version, plugin.version) < 0 ? "Roll back" : "Use it"}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </Section>
      {others.length > 0 && (
        <Section title={`In ${from.registry?.name ?? "the registry"}`}>
          <ul className="flex flex-col">
            {others.map((each) => <Available key={each.version} each={each} plugin={plugin} from={from} busy={busy} />)}
          </ul>
        </Section>
      )}
      <Section title="Where it comes from">
        <PublisherCard
          manage
          tier={from.publisher?.tier ?? "unsigned"}
          signature={from.signature}
          publisher={from.publisher}
          from={from.registry ? `${from.registry.name}, ${from.registry.url}` : from.source}
        />
        <Facts
          items={[
            { name: "Source", value: <code className="font-mono text-12">{from.source}</code> },
            { name: "SHA-256", value: <code className="font-mono text-12">{from.hash}</code> },
            { name: "Size", value: bytes(from.sizeBytes) },
            {
              name: "Installed",
              value: (
                <>
                  <RelativeTime at={from.installedAt} />
                  {by && ` by ${by}`}
                </>
              ),
            },
          ]}
        />
      </Section>
      {isAdmin && (
        <Section title="Uninstall">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="text-13 text-ink-2">Its methods, events and page go. You choose what becomes of its data.</p>
            <Button icon={<Trash2 size={14} aria-hidden />} disabled={busy} onClick={() => setAsking("uninstall")}>
              Uninstall {plugin.name}
            </Button>
          </div>
        </Section>
      )}
      {asking === "uninstall" && <UninstallDialog plugin={plugin} onClose={() => setAsking(undefined)} />}
      {asking && asking !== "uninstall" && (
        <RollbackDialog
          plugin={plugin}
          from={from}
          version={asking}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

function UpdateNotice(
  { plugin, from, update }: { plugin: PluginDetail; from: PackageInfo; update: NonNullable<PackageInfo["update"]> },
) {
  const isAdmin = useIsAdmin();
  const navigate = useNavigate();
  const run = useRunWork();
  const look = () =>
    void navigate({ to: "/plugins/install" as never, search: consentSearch(from.source, update.version) as never });
  const goOn = () =>
    void run({
      work: "update",
      id: plugin.id,
      source: from.source,
      params: { id: plugin.id, version: update.version },
    });
  return (
    <Notice
      tone={update.needsConsent ? "warn" : "info"}
      title={update.needsConsent ? `${update.version} asks for more than you granted` : `${update.version} is there`}
      action={isAdmin && (
        <>
          {!update.needsConsent && <Button size="sm" kind="ghost" onClick={look}>See what changes</Button>}
          <Button size="sm" kind="primary" onClick={update.needsConsent ? look : goOn}>
            {update.needsConsent ? "See what it asks for" : `Update to ${update.version}`}
          </Button>
        </>
      )}
    >
      {update.needsConsent
        ? `Version ${plugin.version} goes on until you agree.`
        : "It asks for nothing new. If it does not start, the version before comes back by itself, with its data."}
    </Notice>
  );
}

interface AvailableProps {
  each: { version: string; fits: boolean };
  plugin: PluginDetail;
  from: PackageInfo;
  busy: boolean;
}

function Available({ each, plugin, from, busy }: AvailableProps) {
  const isAdmin = useIsAdmin();
  const navigate = useNavigate();
  const newer = compareVersions(each.version, plugin.version) > 0;
  return (
    <li className="flex min-h-12 items-center gap-3 border-b border-line text-13 last:border-0">
      <span className="tabular font-medium">{each.version}</span>
      {!each.fits && <Badge tone="warn">Needs a newer server</Badge>}
      {each.fits && isAdmin && (
        <Button
          size="sm"
          className="ml-auto"
          disabled={busy}
          onClick={() =>
            void navigate({
              to: "/plugins/install" as never,
              search: consentSearch(from.source, each.version) as never,
            })}
        >
          {newer ? "Update" : "See it"}
        </Button>
      )}
    </li>
  );
}
