import { Link } from "@tanstack/react-router";
import { CircleCheck } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button, buttonClass, ErrorState, Notice, PageBody, ProgressList } from "@bulkhead/kit";
import { pluginPath } from "@bulkhead/ui";
import { type PackageWork, stageLines } from "../../../state/package_works.ts";
import { remedyFor } from "../../../state/remedies.ts";
import { sentence } from "../../../state/sentence.ts";
import type { InspectInfo } from "../../../state/wire.ts";
import { usePackageWorks } from "../../data/packages.ts";
import { usePlugins } from "../../data/plugins.ts";
import { useNavPlugins } from "../../frame/nav.tsx";
import { PluginMark } from "../plugin_mark.tsx";

export interface InstallResultProps {
  info: InspectInfo;
  work: PackageWork;
  /** Looks at the package anew. */
  onAgain(): void;
}

/** The way from the button to a plugin that runs, step by step, and what came of it. */
export function InstallResult({ info, work, onAgain }: InstallResultProps) {
  const works = usePackageWorks();
  const { id, name, version, icon } = info.manifest;
  const updating = work.work === "update";
  // Somebody who leaves after the end has read what came of it.
  useEffect(() => () => works.forget(id), [works, id]);
  const lines = stageLines(work).map(({ stage, ...line }) => ({ key: stage, ...line }));
  return (
    <PageBody>
      <div className="mx-auto flex w-full max-w-md flex-col gap-6 py-8">
        <div className="flex items-center gap-4">
          <PluginMark
            id={id}
            name={name}
            icon={typeof icon === "string" ? icon : undefined}
            installed={work.phase === "done"}
            size={48}
          />
          <div className="min-w-0">
            <h2 className="text-16 font-semibold wrap-anywhere" dir="auto">{title(work, name)}</h2>
            <p className="tabular text-13 text-ink-3">{version}</p>
          </div>
        </div>
        {lines.length > 0
          ? <ProgressList label={updating ? `Updating ${name}` : `Installing ${name}`} steps={lines} />
          : work.phase === "running" && <p role="status" className="text-13 text-ink-2">At work…</p>}
        {work.phase === "running" && work.message && <p className="text-13 text-ink-3 wrap-anywhere">{work.message}</p>}
        {work.phase === "done" && <Done info={info} updating={updating} />}
        {work.phase === "failed" && work.failure && (
          <>
            <ErrorState
              inline
              title={lines.length > 0 ? "It failed at this step" : "The server refused"}
              message={work.failure.message}
              hint={work.failure.hint ?? remedyFor(work.failure.reason) ?? left(updating)}
              traceId={work.failure.traceId}
            />
            <div className="flex gap-2">
              <Button
                kind="primary"
                onClick={() => {
                  works.forget(id);
                  onAgain();
                }}
              >
                Look at it again
              </Button>
              <Link to={(updating ? `/plugins/${id}` : "/plugins/install") as never} className={buttonClass("ghost")}>
                {updating ? "See its page" : "Back to the plugins"}
              </Link>
            </div>
          </>
        )}
      </div>
    </PageBody>
  );
}

function title({ phase, work }: PackageWork, name: string): string {
  const updating = work === "update";
  if (phase === "running") return updating ? `Updating ${name}` : `Installing ${name}`;
  if (phase === "failed") return updating ? `${name} stays as it was` : `${name} is not installed`;
  return updating ? `${name} is updated` : `${name} is installed`;
}

/** Where nothing is known of the reason. */
function left(updating: boolean): string {
  return updating ? "The version before goes on, with its data as it was." : "Nothing of it was left behind.";
}

function Done({ info, updating }: { info: InspectInfo; updating: boolean }) {
  const { id, name } = info.manifest;
  const first = useRef<HTMLAnchorElement>(null);
  const plugin = usePlugins().plugins.find((each) => each.id === id);
  const hasPage = useNavPlugins().some((each) => each.id === id);
  useEffect(() => first.current?.focus(), []);
  const settings = { to: `/plugins/${id}/settings`, words: "Settings" };
  const hasSettings = Boolean(info.manifest.settings);
  // First what is to be done next.
  const places = [
    ...(plugin?.reason && hasSettings ? [settings] : []),
    ...(hasPage ? [{ to: pluginPath(id), words: `Open ${name}` }] : []),
    { to: `/plugins/${id}`, words: "See its state" },
    ...(!plugin?.reason && hasSettings && !updating ? [settings] : []),
  ];
  return (
    <div className="flex flex-col gap-4">
      {plugin?.reason
        ? <Notice tone="warn" title="It runs, but something is missing">{sentence(plugin.reason)}.</Notice>
        : (
          <p role="status" className="flex gap-2 text-13 text-ink-2">
            <CircleCheck size={16} className="mt-px shrink-0 text-ok-ink" aria-hidden />
            {hasPage ? "It runs, and its page is in the navigation." : "It runs."}
          </p>
        )}
      <div className="flex flex-wrap gap-2">
        {places.map(({ to, words }, index) => (
          <Link
            key={to}
            ref={index === 0 ? first : undefined}
            to={to as never}
            className={buttonClass(index === 0 ? "primary" : "secondary")}
          >
            {words}
          </Link>
        ))}
      </div>
    </div>
  );
}
