import { Check } from "lucide-react";
import { clockTime, exactTime } from "@bulkhead/kit";
import { PressRow } from "./press_row.tsx";
import type { ChannelMessages } from "../state/channel_messages.ts";
import type { Acted, Message } from "../state/wire.ts";
import { locale, t } from "../i18n/language.ts";

/** The buttons of a message, or who pressed one. */
export function MessageButtons({ message, messages }: { message: Message; messages: ChannelMessages }) {
  if (message.acted) return <Pressed acted={message.acted} />;
  if (!message.actions?.length) return null;
  return (
    <div className="pt-1.5 pb-1">
      <PressRow
        label={t("Answers to {name}", { name: message.author.name })}
        buttons={message.actions}
        onPress={(button, comment) => messages.act(message, button.id, comment)}
      />
    </div>
  );
}

function Pressed({ acted }: { acted: Acted }) {
  const at = Date.parse(acted.at);
  return (
    <div className="flex flex-col gap-0.5 pt-1 pb-1 text-13 text-ink-2">
      <p className="flex min-w-0 items-start gap-1.5">
        <Check size={15} className="mt-0.5 shrink-0 text-ok-ink" aria-hidden />
        <span className="min-w-0 wrap-anywhere">
          <span className="font-medium text-ink" dir="auto">{acted.label}</span>
          {" · "}
          <span dir="auto">{acted.user.name}</span>
          {", "}
          <time className="tabular" dateTime={acted.at} title={exactTime(at, locale())}>{clockTime(at, locale())}</time>
        </span>
      </p>
      {acted.comment && <Quote text={acted.comment} />}
    </div>
  );
}

/** What somebody said with their answer. */
export function Quote({ text }: { text: string }) {
  return (
    <p dir="auto" className="ml-[21px] border-l-2 border-line-strong pl-2.5 whitespace-pre-wrap wrap-anywhere">
      {text}
    </p>
  );
}
