import { Link } from "@tanstack/react-router";
import { Plug, Workflow } from "lucide-react";
import { Badge, Button, Dialog } from "@bulkhead/kit";
import { type Disabling, useDisabling } from "../data/disabling.ts";
import { useNameOf } from "../data/plugins.ts";
import { t } from "../../i18n/texts.ts";

/** Who would miss a plugin, before it is turned off; stands once, in the frame. */
export function DisableDialog() {
  const asked = useDisabling();
  return asked ? <Question asked={asked} /> : null;
}

function Question({ asked: { plugin, dependents, answer } }: { asked: Disabling }) {
  const needed = dependents.filter((dependent) => !dependent.optional);
  const nameOf = useNameOf();
  return (
    <Dialog
      open
      onClose={() => answer(false)}
      title={t("Turn off {name}?", { name: plugin.name })}
      description={needed.length > 0
        ? t("These need it and stop with it. They come back when it is turned on again.")
        : t("These work with it, and go on without it.")}
      footer={
        <>
          <Button kind="ghost" onClick={() => answer(false)}>{t("Keep it on")}</Button>
          <Button kind={needed.length > 0 ? "danger" : "primary"} onClick={() => answer(true)}>
            {t("Turn off {name}", { name: plugin.name })}
          </Button>
        </>
      }
    >
      <ul className="flex flex-col">
        {dependents.map((dependent) => {
          const Icon = dependent.kind === "workflow" ? Workflow : Plug;
          const path = dependent.kind === "workflow" ? "/workflows/" : "/plugins/";
          return (
            <li
              key={`${dependent.kind} ${dependent.id} ${dependent.interface}`}
              className="flex min-h-10 items-center gap-2.5 border-b border-line text-13 last:border-0"
            >
              <Icon size={15} className="shrink-0 text-ink-3" aria-hidden />
              <Link
                to={`${path}${encodeURIComponent(dependent.id)}` as never}
                onClick={() => answer(false)}
                className="min-w-0 truncate rounded-sm font-medium hover:underline"
              >
                {nameOf(dependent)}
              </Link>
              <span className="text-12 text-ink-3">{dependent.kind === "workflow" ? t("workflow") : t("plugin")}</span>
              <span className="ml-auto flex items-center gap-2 text-12 text-ink-3">
                {dependent.interface !== plugin.id && t("uses {interface}", { interface: dependent.interface })}
                <Badge tone={dependent.optional ? "neutral" : "warn"}>
                  {dependent.optional ? t("Optional") : t("Needs it")}
                </Badge>
              </span>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}
