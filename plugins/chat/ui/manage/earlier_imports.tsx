import { CircleAlert, CircleCheck, FileArchive, LoaderCircle } from "lucide-react";
import { Disclosure, type Look, RelativeTime, StatePill } from "@bulkhead/kit";
import { locale, plural, t } from "../i18n/language.ts";
import { usePages } from "../inbox/use_pages.ts";
import type { ArchiveImport } from "../state/wire_ways.ts";
import { ImportReport } from "./import_report.tsx";
import { Listed } from "./listed.tsx";

const look = (state: ArchiveImport["state"]): Look => {
  switch (state) {
    case "done":
      return { icon: CircleCheck, word: t("Taken over"), tone: "ok" };
    case "failed":
      return { icon: CircleAlert, word: t("Stopped"), tone: "bad" };
    case "running":
      return { icon: LoaderCircle, word: t("Runs"), tone: "accent" };
  }
};

/** What was taken over before, the newest first, each with its report; `current` stands elsewhere. */
export function EarlierImports({ current }: { current: ArchiveImport | undefined }) {
  const key = `${current?.id} ${current?.state}`;
  const pages = usePages<ArchiveImport>("chat.import.list", { limit: 10 }, key);
  const items = pages.items.filter(({ id }) => id !== current?.id);
  return (
    <Listed
      pages={{ ...pages, items }}
      empty={{
        icon: <FileArchive size={20} aria-hidden />,
        title: t("Nothing was taken over before"),
        description: t("What you take over is listed here with its report."),
      }}
      row={(item) => <Row key={item.id} item={item} />}
    />
  );
}

function Row({ item }: { item: ArchiveImport }) {
  const { imported } = item.report.messages;
  const number = new Intl.NumberFormat(locale()).format(imported);
  return (
    <li data-earlier={item.id} className="px-3 py-2">
      <Disclosure
        title={
          <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 py-1">
            <span className="max-w-64 min-w-0 truncate text-ink" dir="auto">
              {item.fileName || (item.kind === "slack" ? t("Slack export") : t("Mattermost export"))}
            </span>
            <StatePill state={item.state} look={look(item.state)} />
            <span className="tabular text-12 font-normal text-ink-2">
              {plural("{number} messages", imported, { number })}
            </span>
            <span className="text-12 font-normal text-ink-3">
              {item.kind === "slack" ? "Slack" : "Mattermost"} · {item.by} · <RelativeTime at={item.at} />
            </span>
          </span>
        }
      >
        <div className="pb-2 pl-5">
          <ImportReport import={item} plain />
        </div>
      </Disclosure>
    </li>
  );
}
