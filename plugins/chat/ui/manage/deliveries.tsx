import { CircleAlert, CircleCheck, Hourglass, RotateCw } from "lucide-react";
import { Button, type Look, RelativeTime, StatePill } from "@bulkhead/kit";
import { plural, t } from "../i18n/language.ts";
import { usePages } from "../inbox/use_pages.ts";
import type { Delivery } from "../state/wire_ways.ts";
import { Listed } from "./listed.tsx";

const look = (state: Delivery["state"]): Look => {
  switch (state) {
    case "delivered":
      return { icon: CircleCheck, word: t("Delivered"), tone: "ok" };
    case "waiting":
      return { icon: Hourglass, word: t("Waits"), tone: "warn" };
    case "given_up":
      return { icon: CircleAlert, word: t("Given up"), tone: "bad" };
  }
};

/** What another server was told, the newest first, and what came of it. */
export function Deliveries({ hook }: { hook: string }) {
  const pages = usePages<Delivery>("chat.webhook.outgoing.deliveries", { id: hook, limit: 20 }, hook);
  return (
    <div className="flex flex-col gap-2 pb-2">
      <Listed
        pages={pages}
        empty={{
          icon: <Hourglass size={20} aria-hidden />,
          title: t("Nothing was told yet"),
          description: t("The next message in the channel is."),
        }}
        row={(delivery) => (
          <li key={delivery.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-13">
            <StatePill state={delivery.state} look={look(delivery.state)} />
            <span className="tabular text-ink-2">{delivery.status ?? ""}</span>
            <span className="min-w-0 flex-1 truncate text-ink-2" title={delivery.error}>{delivery.error}</span>
            <span className="text-12 text-ink-3">{plural("{count} attempts", delivery.attempts)}</span>
            <RelativeTime at={delivery.at} className="text-12 text-ink-3" />
          </li>
        )}
      />
      <Button
        size="sm"
        kind="ghost"
        className="self-start"
        icon={<RotateCw size={13} aria-hidden />}
        onClick={pages.again}
      >
        {t("Read anew")}
      </Button>
    </div>
  );
}
