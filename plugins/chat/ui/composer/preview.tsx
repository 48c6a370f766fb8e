import type { Ref } from "react";
import { t } from "../i18n/language.ts";
import { RichText } from "../message/rich_text.tsx";
import { useChat } from "../use_chat.ts";

/** What is written as the message will show it, in the place of the field. */
export function Preview({ text, ref }: { text: string; ref: Ref<HTMLDivElement> }) {
  const { me } = useChat();
  return (
    <div
      ref={ref}
      role="region"
      aria-label={t("Preview")}
      tabIndex={0}
      className="ring-in scroll-y max-h-[33vh] min-h-9 rounded-t-card px-3 pt-2 pb-1 text-14"
    >
      <RichText text={text} me={me.handle} />
    </div>
  );
}
