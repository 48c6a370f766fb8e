import { toast } from "@bulkhead/kit";
import { ReminderDialog } from "../inbox/reminder_dialog.tsx";
import { t } from "../i18n/language.ts";
import type { Message } from "../state/wire.ts";
import { ForwardDialog } from "./forward_dialog.tsx";
import { ReadByDialog } from "./read_by_dialog.tsx";
import { ReactionsDialog } from "./reactions_dialog.tsx";
import { ReportDialog } from "./report_dialog.tsx";

/** What stands before the page because of a message. */
export type AskedOfMessage = "reminder" | "reactions" | "read_by" | "forward" | "report";

export interface MessageDialogsProps {
  message: Message;
  asked?: AskedOfMessage;
  onClose(): void;
}

/** The dialogs of a message's menu. They stay while its buttons, which are there only for who is at it, go. */
export function MessageDialogs({ message, asked, onClose }: MessageDialogsProps) {
  switch (asked) {
    case "reminder":
      return (
        <ReminderDialog
          messageId={message.id}
          onClose={onClose}
          onMade={() => {
            onClose();
            toast({ tone: "ok", title: t("You will be reminded") });
          }}
        />
      );
    case "reactions":
      return <ReactionsDialog message={message} onClose={onClose} />;
    case "read_by":
      return <ReadByDialog message={message} onClose={onClose} />;
    case "forward":
      return <ForwardDialog message={message} onClose={onClose} />;
    case "report":
      return <ReportDialog message={message} onClose={onClose} />;
    default:
      return null;
  }
}
