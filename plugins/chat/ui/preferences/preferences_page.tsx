import { SlidersHorizontal } from "lucide-react";
import type { ReactNode } from "react";
import { PageBody, PageHeader, SkeletonRows, Tabs } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { useChannels } from "../use_chat.ts";
import { NotificationSettings } from "./notification_settings.tsx";
import { ProfileForm } from "./profile_form.tsx";
import { ReadingSettings } from "./reading_settings.tsx";
import { SnippetSettings } from "./snippet_settings.tsx";
import { useChatRoute } from "../use_workspaces.ts";

/** What somebody chose for all of chat; each choice counts at once, on all of their devices. */
export function PreferencesPage({ tab, onBack }: { tab: string; onBack(): void }) {
  const { go } = useChatRoute();
  const { phase } = useChannels();
  const body = (content: ReactNode) => (
    <PageBody>{phase === "ready" ? content : <SkeletonRows count={6} label={t("Loading")} />}</PageBody>
  );
  const tabs = [
    { value: "notifications", label: t("Notifications"), content: body(<NotificationSettings />) },
    { value: "reading", label: t("Reading and writing"), content: body(<ReadingSettings />) },
    { value: "snippets", label: t("Snippets"), content: body(<SnippetSettings />) },
    { value: "profile", label: t("Profile"), content: body(<ProfileForm />) },
  ];
  return (
    <>
      <PageHeader onBack={onBack} icon={<SlidersHorizontal size={16} aria-hidden />} title={t("Preferences")} />
      <Tabs
        value={tabs.some((each) => each.value === tab) ? tab : "notifications"}
        onChange={(next) => go(`-preferences/${next}`, { replace: true })}
        tabs={tabs}
      />
    </>
  );
}
