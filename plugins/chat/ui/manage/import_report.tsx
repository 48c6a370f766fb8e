import { Notice, RelativeTime } from "@bulkhead/kit";
import { locale, t } from "../i18n/language.ts";
import type { ArchiveImport } from "../state/wire.ts";
import { ProgressBar } from "./progress_bar.tsx";

/** How far an archive is taken over, then what came of it: how many of each, and what was left and why. */
export function ImportReport({ import: taken }: { import: ArchiveImport }) {
  const { state, done, total, error, report, at } = taken;
  const numbers = new Intl.NumberFormat(locale());
  const { users, channels, messages, reactions, files } = report;
  const rows: [string, number, string][] = [
    [t("People"), users.found, t("{count} found here", { count: numbers.format(users.here) })],
    [
      t("Channels"),
      channels.found,
      t("{made} made, {known} here already", {
        made: numbers.format(channels.created),
        known: numbers.format(channels.existing),
      }),
    ],
    [
      t("Messages"),
      messages.found,
      t("{taken} taken over, {known} here already", {
        taken: numbers.format(messages.imported),
        known: numbers.format(messages.known),
      }),
    ],
    [t("Threads"), report.threads, ""],
    [t("Reactions"), reactions.found, t("{count} taken over", { count: numbers.format(reactions.imported) })],
    [t("Files"), files.found, t("{count} as links", { count: numbers.format(files.linked) })],
    [t("Pins"), report.pins, ""],
  ];
  const left = Object.entries(report.left);
  return (
    <div data-import={state} className="flex flex-col gap-3 rounded-card border border-line p-4">
      {state === "running" && (
        <ProgressBar
          share={total > 0 ? done / total : 0}
          label={total > 0
            ? t("Day {done} of {total}", { done: numbers.format(done), total: numbers.format(total) })
            : t("Reading people and channels")}
        />
      )}
      {state === "failed" && <Notice tone="bad" title={t("The import stopped")}>{error}</Notice>}
      {state === "done" && (
        <p role="status" className="text-13 font-medium">
          {t("Taken over")} · <RelativeTime at={at} className="font-normal text-ink-3" />
        </p>
      )}
      <table className="tabular w-full text-13">
        <caption className="sr-only">{t("What was found in the archive, and what came of it")}</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">{t("What")}</th>
            <th scope="col">{t("Found")}</th>
            <th scope="col">{t("What came of it")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, found, words]) => (
            <tr key={name} className="border-b border-line last:border-0">
              <th scope="row" className="py-1.5 pr-3 text-left font-normal">{name}</th>
              <td className="w-24 py-1.5 pr-6 text-right font-medium">{numbers.format(found)}</td>
              <td className="py-1.5 text-ink-2">{words}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {left.length > 0 && (
        <div>
          <h3 className="text-13 font-medium">{t("Not taken over")}</h3>
          <ul className="tabular mt-1 text-13 text-ink-2">
            {left.map(([why, count]) => (
              <li key={why} className="flex gap-2">
                <span className="min-w-12 text-right font-medium text-ink">{numbers.format(count)}</span> {why}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
