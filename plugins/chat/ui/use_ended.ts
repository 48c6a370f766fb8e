import { useEffect, useEffectEvent, useRef } from "react";
import { toast } from "@bulkhead/kit";
import { t } from "./i18n/language.ts";
import { useChat } from "./use_chat.ts";

/** Leaves the open conversation when it is deleted, and says so: there is nothing of it any more. */
export function useEnded(open: string | undefined, leave: () => void): void {
  const { ended } = useChat();
  // Deleted is told before the channel is taken away: until then this is what stands on the page.
  const shown = useRef(open);
  useEffect(() => void (shown.current = open), [open]);
  const onEnded = useEffectEvent(() => {
    const last = ended.get();
    if (last === undefined || last.id !== shown.current) return;
    toast({
      tone: last.own ? "ok" : undefined,
      title: last.name === undefined ? t("The channel was deleted") : t("#{name} was deleted", { name: last.name }),
    });
    leave();
  });
  useEffect(() => ended.subscribe(() => onEnded()), [ended]);
}
