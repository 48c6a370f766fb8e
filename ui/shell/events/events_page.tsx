import { Link, useParams } from "@tanstack/react-router";
import { Send } from "lucide-react";
import type { ReactNode } from "react";
import { buttonClass, PageHeader, Panes, Tabs } from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import { useEventStats, useFlow } from "../data/events.ts";
import { NotFoundPage } from "../frame/fallback_pages.tsx";
import { ConsumerDetail } from "./consumer_detail.tsx";
import { ConsumersTab } from "./consumers_tab.tsx";
import { DeadTab } from "./dead_tab.tsx";
import { DeadLetterDetail } from "./dead_letter_detail.tsx";
import { EventDetail } from "./event_detail.tsx";
import { FlowTab } from "./flow_tab.tsx";
import { LogTab } from "./log_tab.tsx";
import type { EventsSearch } from "./search.ts";
import { type Tab, TABS, useEventsPlace } from "./use_events_place.ts";

/** What flows over the event bus: who publishes, who takes, what went wrong. The tab is in the address. */
export function EventsPage() {
  const isAdmin = useIsAdmin();
  const { tab = isAdmin ? "flow" : "log" } = useParams({ strict: false }) as { tab?: string };
  const known = TABS.find((each) => each === tab);
  if (!known) return <NotFoundPage />;
  return isAdmin ? <AdminEvents tab={known} /> : <OwnEvents />;
}

function AdminEvents({ tab }: { tab: Tab }) {
  const { search, go } = useEventsPlace();
  const stats = useEventStats().data;
  const waiting = (useFlow().data?.consumers ?? []).filter(({ state, lag }) => state !== "running" && lag > 0).length;
  const close = () => go(tab, { ...search, seq: undefined, letter: undefined, consumer: undefined });
  return (
    <Panes {...detailOf(tab, search, close)}>
      <PageHeader
        title="Events"
        actions={
          <Link to={"/events/publish" as never} className={buttonClass("primary")}>
            <Send size={14} aria-hidden />
            Publish
          </Link>
        }
      />
      <Tabs
        value={tab}
        onChange={(next: Tab) => go(next)}
        tabs={[
          { value: "flow", label: "Flow", content: <FlowTab /> },
          { value: "log", label: "Log", content: <LogTab /> },
          {
            value: "consumers",
            label: "Consumers",
            mark: waiting > 0 ? `${waiting} not running with events waiting` : undefined,
            content: <ConsumersTab />,
          },
          {
            value: "dead",
            label: "Dead letters",
            count: stats && stats.deadLetters > 0 ? stats.deadLetters : undefined,
            content: <DeadTab />,
          },
        ]}
      />
    </Panes>
  );
}

/** Whoever does not run the place sees the events whose audience they belong to. */
function OwnEvents() {
  const { search, go } = useEventsPlace();
  const close = () => go("log", { ...search, seq: undefined });
  return (
    <Panes {...detailOf("log", search, close)}>
      <PageHeader title="Events" note={<span className="max-md:hidden">those that you may see</span>} />
      <LogTab />
    </Panes>
  );
}

function detailOf(tab: Tab, { seq, letter, consumer }: EventsSearch, close: () => void) {
  const shown: { detail?: ReactNode; detailTitle: string; onCloseDetail(): void } = {
    detailTitle: "Event",
    onCloseDetail: close,
  };
  if (tab === "log" && seq) return { ...shown, detail: <EventDetail key={seq} seq={seq} onClose={close} /> };
  if (tab === "dead" && letter) {
    return {
      ...shown,
      detailTitle: "Dead letter",
      detail: <DeadLetterDetail key={letter} id={letter} onClose={close} />,
    };
  }
  if (tab !== "consumers" || !consumer) return shown;
  return {
    ...shown,
    detailTitle: "Consumer",
    detail: <ConsumerDetail key={consumer} name={consumer} onClose={close} />,
  };
}
