import { MessageSquare } from "lucide-react";
import { Button, EmptyState } from "@bulkhead/kit";
import { t } from "./i18n/language.ts";

/** No conversation is open: there is none, or none of that name. */
export function NoChannel({ wanted, onCreate, onBack }: { wanted?: string; onCreate(): void; onBack(): void }) {
  return (
    <div className="flex h-full items-center justify-center">
      <EmptyState
        page
        icon={<MessageSquare size={20} aria-hidden />}
        title={wanted ? t("There is no channel #{name}", { name: wanted }) : t("No channel yet")}
        description={wanted
          ? t("It may be private, or it was renamed. Someone in it can add you.")
          : t("Channels are where people, agents and workflows talk. Make one for a project or a topic.")}
        action={
          <div className="flex flex-wrap justify-center gap-2">
            {wanted && <Button className="md:hidden" onClick={onBack}>{t("Show all conversations")}</Button>}
            <Button kind="primary" onClick={onCreate}>{t("Create a channel")}</Button>
          </div>
        }
      />
    </div>
  );
}
