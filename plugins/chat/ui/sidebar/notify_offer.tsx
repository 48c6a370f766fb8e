import { BellRing, X } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "@bulkhead/kit";
import { readFlag, writeFlag } from "../state/flags.ts";
import { t } from "../i18n/language.ts";

const REFUSED = "notify.refused";

/** Offers once to be told by the operating system; a browser asks only after somebody has pressed something. */
export function NotifyOffer() {
  const [shown, setShown] = useState(() =>
    "Notification" in globalThis && Notification.permission === "default" && !readFlag(REFUSED)
  );
  if (!shown) return null;
  const refuse = () => {
    writeFlag(REFUSED, true);
    setShown(false);
  };
  return (
    <div className="m-2 flex shrink-0 items-start gap-2 rounded-card border border-line bg-surface p-2.5 text-13 text-ink-2">
      <BellRing size={15} className="mt-0.5 shrink-0 text-ink-3" aria-hidden />
      <div className="min-w-0 flex-1">
        <p>{t("Be told when somebody calls you while this page is in the background.")}</p>
        <Button
          size="sm"
          className="mt-2"
          onClick={() => void Notification.requestPermission().then(() => setShown(false))}
        >
          {t("Turn on")}
        </Button>
      </div>
      <IconButton size="sm" label={t("Not now")} icon={<X size={14} aria-hidden />} onClick={refuse} />
    </div>
  );
}
