import { Eye, X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { IconButton } from "@bulkhead/kit";
import { RichText } from "../message/rich_text.tsx";
import { useChat } from "../use_chat.ts";
import { t } from "../i18n/language.ts";

/** What commands answered to this person alone, until they put it away. */
export function Whispers({ channelId, threadId }: { channelId: string; threadId?: string }) {
  const chat = useChat();
  const all = useSyncExternalStore(chat.whispers.subscribe, chat.whispers.get);
  const shown = all.filter((each) => each.channelId === channelId && each.threadId === threadId).slice(-3);
  if (shown.length === 0) return null;
  return (
    <div role="status" className="scroll-y max-h-[30vh] shrink-0 px-4 pb-2 md:px-6">
      {shown.map((whisper) => (
        <div
          key={whisper.id}
          className="mt-1 flex items-start gap-2 rounded-card border border-line bg-canvas py-1.5 pr-1.5 pl-3"
        >
          <div className="min-w-0 flex-1">
            <p className="flex items-center gap-1.5 text-12 text-ink-3">
              <Eye size={12} aria-hidden />
              {t("Only you see this")} · {whisper.from}
            </p>
            <div className="text-14">
              <RichText text={whisper.text} me={chat.me.handle} />
            </div>
          </div>
          <IconButton
            size="sm"
            label={t("Dismiss")}
            icon={<X size={14} aria-hidden />}
            onClick={() => chat.whispers.dismiss(whisper.id)}
          />
        </div>
      ))}
    </div>
  );
}
