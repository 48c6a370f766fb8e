import { Button, Dialog, ErrorState, exactTime, SkeletonRows } from "@bulkhead/kit";
import { locale, t } from "../i18n/language.ts";
import { usePages } from "../inbox/use_pages.ts";
import type { Message } from "../state/wire.ts";
import { useChat } from "../use_chat.ts";
import { RichText } from "./rich_text.tsx";

interface Version {
  version: number;
  text: string;
  at: string;
}

/** The texts that a message had, the present one first. */
export function HistoryDialog({ message, onClose }: { message: Message; onClose(): void }) {
  const { me } = useChat();
  const { phase, items, problem, again } = usePages<Version>(
    "chat.message.history",
    { id: message.id, limit: undefined },
    `${message.id} ${message.rev}`,
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("Earlier texts")}
      footer={<Button onClick={onClose}>{t("Close")}</Button>}
    >
      {phase === "loading" && <SkeletonRows count={3} label={t("Loading")} />}
      {phase === "failed" && (
        <ErrorState title={t("The earlier texts could not be read")} message={problem!.message} onRetry={again} />
      )}
      <ol aria-label={t("Earlier texts")} className="flex flex-col gap-4">
        {items.toReversed().map(({ version, text, at }, index) => (
          <li key={version}>
            <p className="pb-0.5 text-12 text-ink-3">
              {index === 0 && <span className="me-1.5 font-medium text-ink-2">{t("Now")}</span>}
              <time dateTime={at} className="tabular">{exactTime(Date.parse(at), locale())}</time>
            </p>
            <div className={index === 0 ? "text-14" : "text-14 text-ink-2"}>
              <RichText text={text} me={me.handle} />
            </div>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
