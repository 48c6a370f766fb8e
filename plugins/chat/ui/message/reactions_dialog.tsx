import { type ReactNode, useState } from "react";
import { Avatar, Button, cx, Dialog, ErrorState, SkeletonRows } from "@bulkhead/kit";
import { usePages } from "../inbox/use_pages.ts";
import { t } from "../i18n/language.ts";
import type { Message, Reactor } from "../state/wire.ts";
import { EmojiView } from "./emoji_view.tsx";

export interface ReactionsDialogProps {
  message: Message;
  /** The emoji that is shown first; without it all. */
  emoji?: string;
  onClose(): void;
}

/** Who reacted to a message, with what. */
export function ReactionsDialog({ message, emoji: first, onClose }: ReactionsDialogProps) {
  const [chosen, setChosen] = useState(first);
  const { reactions } = message;
  // The last one of a kind may be taken back while somebody looks.
  const emoji = reactions.some((each) => each.emoji === chosen) ? chosen : undefined;
  const total = reactions.reduce((sum, each) => sum + each.users.length, 0);
  const pages = usePages<Reactor>(
    "chat.message.reactions",
    { id: message.id, limit: 50, ...(emoji === undefined ? {} : { emoji }) },
    `${message.id} ${message.rev} ${emoji ?? ""}`,
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("Reactions")}
      footer={<Button onClick={onClose}>{t("Close")}</Button>}
    >
      <div role="group" aria-label={t("Show")} className="-mx-1 flex flex-wrap gap-1 px-1 pb-3">
        <Kind
          pressed={emoji === undefined}
          onPress={() => setChosen(undefined)}
        >
          {t("All")} <span className="text-ink-3">{total}</span>
        </Kind>
        {reactions.map((each) => (
          <Kind
            key={each.emoji}
            pressed={emoji === each.emoji}
            onPress={() => setChosen(each.emoji)}
          >
            <EmojiView emoji={each.emoji} className="text-14 leading-none" /> {each.users.length}
          </Kind>
        ))}
      </div>
      <div className="min-h-40">
        {pages.phase === "loading" && <SkeletonRows count={3} label={t("Loading")} />}
        {pages.phase === "failed" && (
          <ErrorState
            title={t("The reactions could not be read")}
            message={pages.problem!.message}
            onRetry={pages.again}
          />
        )}
        {pages.phase === "ready" && total === 0 && (
          <p className="text-13 text-ink-3">{t("Nobody reacts to it any more.")}</p>
        )}
        <ul aria-label={t("Who reacted")}>
          {pages.items.map(({ emoji, user }) => (
            <li key={`${emoji} ${user.id}`} className="flex h-10 items-center gap-2.5">
              <Avatar id={user.id} name={user.name} kind={user.role === "agent" ? "agent" : "user"} size={28} />
              <span className="min-w-0 truncate text-14" dir="auto">{user.name}</span>
              <span className="ms-auto shrink-0 text-16">
                <EmojiView emoji={emoji} />
              </span>
            </li>
          ))}
        </ul>
        {pages.hasMore && <Button size="sm" onClick={pages.more}>{t("Show more")}</Button>}
      </div>
    </Dialog>
  );
}

function Kind(
  { pressed, onPress, children }: { pressed: boolean; onPress(): void; children: ReactNode },
) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      className={cx(
        "tabular inline-flex h-7 items-center gap-1 rounded-pill border px-2.5 text-12 font-medium max-md:h-11",
        pressed ? "border-accent bg-accent-soft text-accent-ink" : "border-line text-ink-2 hover:border-line-strong",
      )}
    >
      {children}
    </button>
  );
}
