import { toast } from "@bulkhead/kit";
import { t } from "./i18n/language.ts";
import { attempt, useChat, usePersonal } from "./use_chat.ts";

/** Whether somebody is muted for this person, and what changes that; it says so, with a way back. */
export function useMute(id: string, name: string): [muted: boolean, setMuted: (muted: boolean) => void] {
  const chat = useChat();
  const muted = usePersonal((state) => state.muted.has(id));
  const set = (next: boolean, undoable = true) =>
    attempt(
      chat.mute(id, next).then(() =>
        toast({
          title: next ? t("{name} does not call you any more", { name }) : t("{name} calls you again", { name }),
          ...(undoable ? { action: { label: t("Undo"), onClick: () => set(!next, false) } } : {}),
        })
      ),
      t("It was not changed"),
    );
  return [muted, (next) => set(next)];
}
