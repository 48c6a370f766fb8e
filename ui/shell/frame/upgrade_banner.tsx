import { Banner, Button } from "@bulkhead/kit";
import type { useUpgradeBanner } from "../data/upgrade.ts";
import { t } from "../../i18n/texts.ts";

/** One calm line while the server changes its version, and what there is to do afterwards. */
export function UpgradeLine({ banner }: { banner: NonNullable<ReturnType<typeof useUpgradeBanner>> }) {
  const action = banner.kind === "reload"
    ? <Button size="sm" kind="primary" onClick={() => location.reload()}>{t("Reload")}</Button>
    : banner.kind === "failed"
    ? <Button size="sm" kind="ghost" onClick={banner.dismiss}>{t("Dismiss")}</Button>
    : undefined;
  return <Banner tone={banner.kind === "failed" ? "warn" : "info"} action={action}>{banner.text}</Banner>;
}
