import { BellOff, Check } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, StatePill } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { Setting } from "./setting.tsx";

/** Whether this browser shows notifications of the page, as it is told of changes. */
export function useNotificationPermission(): NotificationPermission | "missing" {
  const [state, setState] = useState<NotificationPermission | "missing">(() =>
    "Notification" in globalThis ? Notification.permission : "missing"
  );
  useEffect(() => {
    if (!("Notification" in globalThis)) return;
    const look = () => setState(Notification.permission);
    let status: PermissionStatus | undefined, left = false;
    navigator.permissions?.query({ name: "notifications" }).then((found) => {
      if (left) return;
      status = found;
      status.addEventListener("change", look);
    }, () => {});
    return () => {
      left = true;
      status?.removeEventListener("change", look);
    };
  }, []);
  return state;
}

/** What the browser says to notifications, and how that is changed. */
export function BrowserPermission() {
  const permission = useNotificationPermission();
  const [asking, setAsking] = useState(false);
  const ask = () => {
    setAsking(true);
    void Notification.requestPermission().finally(() => setAsking(false));
  };
  return (
    <Setting
      label={t("This browser")}
      hint={permission === "denied"
        ? t("It was told to show none of this page. Its settings for this address change that.")
        : permission === "default"
        ? t("It asks you once.")
        : permission === "missing"
        ? t("It cannot show any, or the address of this page is not a safe one.")
        : t("It shows what calls you.")}
      control={permission === "default"
        ? <Button size="sm" busy={asking} onClick={ask}>{t("Allow")}</Button>
        : (
          <StatePill
            state={permission === "granted" ? "ready" : "disabled"}
            look={{
              ...(permission === "granted"
                ? { icon: Check, tone: "ok", word: t("Allowed") }
                : { icon: BellOff, tone: "warn", word: t("Blocked") }),
            }}
          />
        )}
    />
  );
}
