import { useState } from "react";
import { Button, toast } from "@bulkhead/kit";
import { RpcFailure } from "@bulkhead/ui";
import type { Channel } from "../state/wire.ts";
import { useChat } from "../use_chat.ts";
import { t } from "../i18n/language.ts";

/** Where one would write, in a channel that one only reads. */
export function JoinBar({ channel }: { channel: Channel }) {
  const chat = useChat();
  const [busy, setBusy] = useState(false);
  const join = () => {
    setBusy(true);
    chat.join(channel.id)
      .catch((error) =>
        toast({
          tone: "bad",
          title: t("You could not join #{name}", { name: channel.name }),
          description: RpcFailure.wrap(error).message,
        })
      )
      .finally(() => setBusy(false));
  };
  return (
    <div className="flex shrink-0 items-center justify-between gap-3 border-t border-line bg-canvas px-4 py-3 md:px-6">
      <span className="text-13 text-ink-2">
        {t("You can read #{name}. Join to write, and to see what is new.", { name: channel.name })}
      </span>
      <Button kind="primary" busy={busy} onClick={join}>{t("Join")}</Button>
    </div>
  );
}
