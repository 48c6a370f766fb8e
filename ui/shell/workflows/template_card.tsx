import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { buttonClass, CodeBlock, cx } from "@bulkhead/kit";
import type { TemplateInfo } from "../../state/workflow_editor/wire.ts";
import { usePlugins } from "../data/plugins.ts";
import { PluginMark } from "../plugins/plugin_mark.tsx";

/** One template; open it takes the whole width and shows its source. */
export function TemplateCard({ template, open }: { template: TemplateInfo; open: boolean }) {
  const { id, title, description, available, missing, source } = template;
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (open) card.current?.scrollIntoView({ block: "nearest" });
  }, [open]);
  return (
    <li
      ref={card}
      data-template={id}
      className={cx(
        "flex h-full min-w-0 flex-col gap-3 rounded-card border border-line bg-surface p-4",
        open && "col-span-full",
      )}
    >
      <div className="flex items-start gap-3">
        <h2 className="min-w-0 flex-1 text-14 font-semibold text-balance wrap-anywhere">{title}</h2>
        <Uses template={template} />
      </div>
      <p className={cx("text-13 whitespace-pre-line text-ink-2", !open && "line-clamp-4")}>{description}</p>
      {!available && (
        <p className="text-13 text-warn-ink">
          Needs {missing.join(" and ")}, which {missing.length === 1 ? "is" : "are"} not on this server.{" "}
          <Link to={"/plugins/install" as never} className="font-medium underline underline-offset-2">Find it</Link>
        </p>
      )}
      {open && <CodeBlock code={source} firstLine={1} maxHeight={440} label={`Source of ${title}`} />}
      <div className="mt-auto flex gap-2 pt-1">
        <Link
          to={"/workflows/new" as never}
          search={(open ? {} : { template: id }) as never}
          replace
          resetScroll={false}
          className={buttonClass("secondary", "sm")}
        >
          {open ? "Hide the source" : "Look at the source"}
        </Link>
        <Link
          to={"/workflows/new/edit" as never}
          search={{ template: id } as never}
          className={buttonClass(available ? "primary" : "secondary", "sm")}
        >
          {available ? "Use this" : "Use it all the same"}
        </Link>
      </div>
    </li>
  );
}

/** The plugins that it calls, by their icons. */
function Uses({ template: { uses, missing } }: { template: TemplateInfo }) {
  const { plugins } = usePlugins();
  if (uses.length === 0) return null;
  return (
    <ul aria-label="Plugins that it uses" className="flex shrink-0 gap-1">
      {uses.map((id) => {
        const plugin = plugins.find((each) => each.id === id);
        return (
          <li key={id} title={plugin?.name ?? id} className={missing.includes(id) ? "opacity-60" : undefined}>
            <PluginMark id={id} name={plugin?.name ?? id} icon={plugin?.icon} installed={Boolean(plugin)} size={32} />
            <span className="sr-only">{plugin?.name ?? id}</span>
          </li>
        );
      })}
    </ul>
  );
}
