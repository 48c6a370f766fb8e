import { cx, Notice, RelativeTime } from "@bulkhead/kit";
import { locale, t } from "../i18n/language.ts";
import type { ArchiveImport } from "../state/wire.ts";
import { leftWords } from "./left_words.ts";
import { ProgressBar } from "./progress_bar.tsx";

/** Of a Mattermost export the first part is reading it: messages are put into their order. */
const READ_SHARE = 0.3;

function progressWords({ kind, done, total }: ArchiveImport): string {
  const numbers = new Intl.NumberFormat(locale());
  if (total === 0) return t("Reading people and channels");
  if (kind === "slack") {
    return t("Day {done} of {total}", { done: numbers.format(done), total: numbers.format(total) });
  }
  return done / total < READ_SHARE ? t("Reading the archive") : t("Taking messages over");
}

/** How far an archive is taken over, then what came of it: how many of each, and what was left and why. */
export function ImportReport({ import: taken, plain = false }: { import: ArchiveImport; plain?: boolean }) {
  const { state, error, report, at } = taken;
  const numbers = new Intl.NumberFormat(locale());
  const { users, channels, messages, reactions, files } = report;
  const n = (value: number) => numbers.format(value);
  const madeAndKnown = ({ created, existing }: { created: number; existing: number }) =>
    t("{made} made, {known} here already", { made: n(created), known: n(existing) });
  const takenAndKnown = ({ imported, known }: { imported: number; known: number }) =>
    t("{taken} taken over, {known} here already", { taken: n(imported), known: n(known) });
  const { teams, directs, emoji } = report;
  const rows: [string, number, string][] = [
    [t("People"), users.found, t("{count} found here", { count: n(users.here) })],
    ...teams ? [[t("Teams"), teams.found, t("all in this workspace")] as [string, number, string]] : [],
    [t("Channels"), channels.found, madeAndKnown(channels)],
    ...directs ? [[t("Direct messages"), directs.found, madeAndKnown(directs)] as [string, number, string]] : [],
    [t("Messages"), messages.found, takenAndKnown(messages)],
    [t("Threads"), report.threads, ""],
    [t("Reactions"), reactions.found, t("{count} taken over", { count: n(reactions.imported) })],
    [
      t("Files"),
      files.found,
      files.stored === undefined
        ? t("{count} as links", { count: n(files.linked) })
        : t("{count} taken over", { count: n(files.stored) }),
    ],
    [t("Pins"), report.pins, ""],
    ...emoji ? [[t("Emoji"), emoji.found, takenAndKnown(emoji)] as [string, number, string]] : [],
  ];
  const left = Object.entries(report.left);
  return (
    <div data-import={state} className={cx("flex flex-col gap-3", !plain && "rounded-card border border-line p-4")}>
      {state === "running" && (
        <ProgressBar share={taken.total > 0 ? taken.done / taken.total : 0} label={progressWords(taken)} />
      )}
      {state === "failed" && <Notice tone="bad" title={t("The import stopped")}>{error}</Notice>}
      {state === "done" && !plain && (
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
                <span className="min-w-12 text-right font-medium text-ink">{numbers.format(count)}</span>{" "}
                {leftWords(why)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
