import { FileText, Flag } from "lucide-react";
import type { ReactNode } from "react";
import { Avatar, Badge, Button, RelativeTime } from "@bulkhead/kit";
import { PlaceLink } from "../inbox/place_link.tsx";
import { Folded } from "../message/folded.tsx";
import { reasonWord } from "../message/report_reasons.ts";
import { RichText } from "../message/rich_text.tsx";
import { sizeWords } from "../state/size_words.ts";
import type { Reported } from "../state/wire.ts";
import { plural, t } from "../i18n/language.ts";
import { useChat } from "../use_chat.ts";
import type { Resolution } from "./resolve_dialog.tsx";

export interface ReportedCardProps {
  reported: Reported;
  onResolve(resolution: Resolution): void;
}

/** A reported message as it was, who reported it and why, and what came of it. */
export function ReportedCard({ reported, onResolve }: ReportedCardProps) {
  const { me } = useChat();
  const { author, state, reports, reportCount, files = [], messageDeleted } = reported;
  return (
    <li
      className="flex gap-2.5 border-b border-line px-4 py-4 md:px-6"
      data-reported={reported.id}
      aria-label={t("Reported message of {name}", { name: author.name })}
    >
      <Avatar
        id={author.id}
        name={author.name}
        kind={author.kind === "human" ? "user" : author.kind}
        size={28}
        className="max-md:hidden"
      />
      <div className="flex min-w-0 flex-1 flex-col gap-2.5">
        <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5 text-12 text-ink-3">
          <span className="min-w-0 truncate text-13 font-semibold text-ink" dir="auto">{author.name}</span>
          <Where reported={reported} />
          <RelativeTime at={reported.sentAt} className="tabular shrink-0" />
          {messageDeleted && state === "open" && <Badge tone="warn">{t("Deleted meanwhile")}</Badge>}
        </p>
        <blockquote className="max-w-3xl rounded-card border border-line bg-canvas px-3 py-2 text-14">
          {reported.text.trim() !== "" && (
            <Folded id={reported.id} text={reported.text}>
              <RichText text={reported.text} me={me.handle} />
            </Folded>
          )}
          {files.map((file, index) => (
            <p key={index} className="flex min-w-0 items-center gap-1.5 text-13 text-ink-2">
              <FileText size={14} className="shrink-0 text-ink-3" aria-hidden />
              <span className="min-w-0 truncate" dir="auto">{file.name}</span>
              <span className="tabular shrink-0 text-12 text-ink-3">{sizeWords(file.sizeBytes)}</span>
            </p>
          ))}
        </blockquote>
        <ul className="flex flex-col gap-1.5" aria-label={plural("{count} reports", reportCount)}>
          {reports.map((report) => (
            <li key={report.user.id} className="flex min-w-0 items-start gap-2 text-13">
              <Flag size={13} className="mt-[3px] shrink-0 text-bad-ink" aria-hidden />
              <span className="min-w-0 wrap-anywhere">
                <span className="font-medium">{reasonWord(report.reason)}</span>{" "}
                <span className="text-ink-3">
                  <bdi>{report.user.name}</bdi>, <RelativeTime at={report.at} className="tabular" />
                </span>
                {report.comment !== "" && <span className="block text-ink-2" dir="auto">{report.comment}</span>}
                {report.text !== undefined && (
                  <span className="block text-12 text-ink-3">
                    {t("To them it said:")} <bdi>{report.text}</bdi>
                  </span>
                )}
              </span>
            </li>
          ))}
          {reportCount > reports.length && (
            <li className="text-12 text-ink-3">
              {t("and {count} more", { count: reportCount - reports.length })}
            </li>
          )}
        </ul>
        {state === "open"
          ? (
            <div className="flex flex-wrap gap-2">
              {messageDeleted
                ? (
                  <Button
                    size="sm"
                    className="max-md:min-h-10"
                    onClick={() => onResolve({ reported, action: "delete_message" })}
                  >
                    {t("Resolve")}
                  </Button>
                )
                : (
                  <>
                    <Button
                      size="sm"
                      className="text-bad-ink! max-md:min-h-10"
                      onClick={() => onResolve({ reported, action: "delete_message" })}
                    >
                      {t("Delete message")}
                    </Button>
                    <Button
                      size="sm"
                      className="max-md:min-h-10"
                      onClick={() => onResolve({ reported, action: "dismiss" })}
                    >
                      {t("Keep message")}
                    </Button>
                  </>
                )}
            </div>
          )
          : <Outcome reported={reported} />}
      </div>
    </li>
  );
}

/** Where the message stands, as far as this person may know it. */
function Where({ reported: { place, author } }: { reported: Reported }): ReactNode {
  const { channelId, messageId, name, kind } = place;
  if (channelId !== undefined && messageId !== undefined) {
    const where = name === undefined ? t("in a direct conversation") : `#${name}`;
    return (
      <PlaceLink
        message={{ id: messageId, channelId }}
        className="min-w-0 truncate text-accent-ink hover:underline"
        aria-label={`${where}: ${t("The message of {name} in its place", { name: author.name })}`}
      >
        <span dir="auto">{where}</span>
      </PlaceLink>
    );
  }
  if (kind === "gone") return t("in a channel that is deleted");
  return kind === "channel" ? t("in a private channel that you are not in") : t("in a direct conversation");
}

function Outcome({ reported: { state, resolvedBy, resolvedAt, note } }: { reported: Reported }) {
  return (
    <p className="flex min-w-0 flex-wrap items-baseline gap-x-2 gap-y-1 text-13 text-ink-2">
      <Badge tone={state === "deleted" ? "bad" : "neutral"}>
        {state === "deleted" ? t("Deleted") : t("Kept")}
      </Badge>
      <span className="text-ink-3">
        <bdi>{resolvedBy?.name}</bdi>
        {resolvedAt && (
          <>
            , <RelativeTime at={resolvedAt} className="tabular" />
          </>
        )}
      </span>
      {note && <span className="min-w-0 basis-full wrap-anywhere" dir="auto">{note}</span>}
    </p>
  );
}
