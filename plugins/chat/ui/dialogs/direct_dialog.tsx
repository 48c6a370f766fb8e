import { X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Avatar, Button, Dialog, SearchField, toast } from "@bulkhead/kit";
import { RpcFailure } from "@bulkhead/ui";
import { usePages } from "../inbox/use_pages.ts";
import { PresenceDot } from "../presence_dot.tsx";
import type { Channel, Person } from "../state/wire.ts";
import { useChat } from "../use_chat.ts";
import { t } from "../i18n/language.ts";

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
  const [text, setText] = useState("");
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<Person[]>([]);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setQuery(text.trim().replace(/^@/, "").toLowerCase()), 120);
    return () => clearTimeout(timer);
  }, [text]);
  const { items } = usePages<Person>("chat.user.list", { query }, query);
  const others = items.filter((person) => person.id !== chat.me.id && !chosen.some((each) => each.id === person.id));

  const choose = (person: Person) => {
    setChosen([...chosen, person]);
    setText("");
    input.current?.focus();
  };
  const open = async () => {
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
      {chosen.length > 0 && (
        <ul aria-label={t("Chosen")} className="mb-2 flex flex-wrap gap-1">
          {chosen.map((person) => (
            <li key={person.id} className="flex h-7 items-center gap-1.5 rounded-pill bg-active pr-1 pl-2 text-13">
              <span dir="auto">{person.name}</span>
              <button
                type="button"
                aria-label={t("Take out {name}", { name: person.name })}
                onClick={() =>
                  setChosen(chosen.filter((each) =>
                    each !== person
                  ))}
                className="inline-flex size-5 items-center justify-center rounded-pill text-ink-3 hover:bg-hover hover:text-ink"
              >
                <X size={12} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <SearchField
        ref={input}
        aria-label={t("Find people")}
        placeholder={t("Name or @handle")}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && text && others[0] && chosen.length < MAX_OTHERS) choose(others[0]);
          else if (event.key === "Enter" && !text && chosen.length > 0) void open();
          else if (event.key === "Backspace" && !text) setChosen(chosen.slice(0, -1));
        }}
      />
      <ul className="mt-2 min-h-40" aria-label={t("People")}>
        {others.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              disabled={chosen.length >= MAX_OTHERS}
              onClick={() => choose(person)}
              className="ring-in flex h-10 w-full min-w-0 items-center gap-2.5 rounded-control px-2 text-left text-13 hover:bg-hover disabled:opacity-50"
            >
              <span className="relative">
                <Avatar id={person.id} name={person.name} kind={person.role === "agent" ? "agent" : "user"} size={24} />
                <PresenceDot id={person.id} className="absolute -right-1 -bottom-1" />
              </span>
              <span className="min-w-0 truncate font-medium" dir="auto">{person.name}</span>
              <span className="min-w-0 truncate text-ink-3">{person.handle && `@${person.handle}`}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
