import { Outlet } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Banner } from "@bulkhead/kit";
import { useLanguage, useLinkState } from "@bulkhead/ui";
import { usePackageFeed } from "../data/packages.ts";
import { useSession } from "../data/session.ts";
import { useUpgradeBanner } from "../data/upgrade.ts";
import { usePluginFeed } from "../data/plugins.ts";
import { useWorkflowFeed } from "../data/workflows.ts";
import { BottomBar } from "./bottom_bar.tsx";
import { DisableDialog } from "./disable_dialog.tsx";
import { LanguageSources } from "./language_sources.tsx";
import { Palette } from "./palette.tsx";
import { Rail } from "./rail.tsx";
import { useShortcuts } from "./shortcuts.ts";
import { UpgradeLine } from "./upgrade_banner.tsx";
import { t } from "../../i18n/texts.ts";

/** Texts are read while drawing: another language draws all anew. */
export function Frame() {
  const { language } = useLanguage();
  return (
    <>
      <LanguageSources />
      <Around key={language} />
    </>
  );
}

/** What stands around every page: rail or bottom bar, the offline line, the palette. */
function Around() {
  const [palette, setPalette] = useState(false);
  const link = useLinkState();
  const session = useSession();
  const upgrade = useUpgradeBanner();
  usePluginFeed();
  usePackageFeed();
  useWorkflowFeed();
  useShortcuts({ onPalette: () => setPalette((open) => !open) });
  return (
    <div className="flex h-full flex-col">
      <a
        href="#page"
        className="sr-only rounded-control bg-accent-solid px-3 py-2 text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50"
      >
        {t("Skip to the page")}
      </a>
      {session.state?.mode === "dev" && (
        <p className="flex min-h-7 items-center justify-center gap-2 bg-warn-soft px-4 py-1 text-12 text-warn-ink">
          <TriangleAlert size={14} className="shrink-0" aria-hidden />
          {t("Dev mode: whoever reaches this page can be anybody")}
        </p>
      )}
      {upgrade && <UpgradeLine banner={upgrade} />}
      {link === "offline" && upgrade?.kind !== "restarting" && (
        <Banner tone="offline">
          {t(
            "No connection to the server. You can read what is here; what you send is kept and can be sent again. Trying to connect.",
          )}
        </Banner>
      )}
      <div className="flex min-h-0 flex-1">
        <Rail onPalette={() => setPalette(true)} />
        <div id="page" tabIndex={-1} className="h-full min-h-0 min-w-0 flex-1 outline-none">
          <Outlet />
        </div>
      </div>
      <BottomBar onPalette={() => setPalette(true)} />
      <DisableDialog />
      <Palette open={palette} onClose={() => setPalette(false)} />
    </div>
  );
}
