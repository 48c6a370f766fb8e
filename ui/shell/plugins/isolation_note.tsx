import { ShieldAlert, ShieldCheck } from "lucide-react";
import { useRpc } from "@bulkhead/ui";
import { isolationOf, type SandboxInfo } from "../../state/isolation.ts";
import { t } from "../../i18n/texts.ts";

/** How far plugins are kept apart on this machine, for those who run it. */
export function IsolationNote() {
  const { data } = useRpc<{ sandbox: SandboxInfo }>("host.system.info");
  if (!data) return null;
  const { level, sentence, remarks } = isolationOf(data.sandbox);
  const Icon = level === "full" ? ShieldCheck : ShieldAlert;
  return (
    <aside aria-label={t("Isolation")} className="flex gap-3 px-4 py-4 text-13 text-ink-2 md:px-6">
      <Icon
        size={16}
        aria-hidden
        className={`mt-0.5 shrink-0 ${level === "full" ? "text-ok-ink" : "text-warn-ink"}`}
      />
      <div className="min-w-0">
        <p>
          <span className="font-medium text-ink">
            {level === "full"
              ? t("Isolation is complete on this machine.")
              : t("Isolation is partial on this machine.")}
          </span>{" "}
          {sentence}
        </p>
        {remarks.map((remark) => <p key={remark} className="mt-1 text-ink-3 wrap-anywhere">{remark}</p>)}
      </div>
    </aside>
  );
}
