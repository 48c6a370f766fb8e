import { useRef, useState } from "react";
import { Button, Dialog, toast } from "@bulkhead/kit";
import { RpcFailure } from "@bulkhead/ui";
import { t } from "../i18n/language.ts";
import { PeoplePicker } from "../people_picker.tsx";
import type { Channel, Person } from "../state/wire.ts";
import { useChat } from "../use_chat.ts";

/** Most people beside oneself in one conversation. */
const MAX_OTHERS = 8;

export interface DirectDialogProps {
  onClose(): void;
  onOpened(channel: Channel): void;
}

/** Whom to write to: one, or a few at once. */
export function DirectDialog({ onClose, onOpened }: DirectDialogProps) {
  const chat = useChat();
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<Pick<Person, "id" | "name">[]>([]);
  const [busy, setBusy] = useState(false);
  const open = async () => {
    if (busy || chosen.length === 0) return;
    setBusy(true);
    try {
      onOpened(await chat.openDirect(chosen.map((person) => person.id)));
    } catch (error) {
      toast({
        tone: "bad",
        title: t("The conversation could not be opened"),
        description: RpcFailure.wrap(error).message,
      });
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      initialFocus={input}
      title={t("New message")}
      description={t("To one person, or to up to eight.")}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="primary" busy={busy} disabled={chosen.length === 0} onClick={() => void open()}>
            {t("Open")}
          </Button>
        </>
      }
    >
      <PeoplePicker
        chosen={chosen}
        onChange={setChosen}
        max={MAX_OTHERS}
        without={chat.me.id}
        input={input}
        onDone={() => void open()}
      />
    </Dialog>
  );
}
