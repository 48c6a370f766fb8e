import { X } from "lucide-react";
import { type RefObject, useEffect, useState } from "react";
import { Avatar, SearchField } from "@bulkhead/kit";
import { t } from "./i18n/language.ts";
import { usePages } from "./inbox/use_pages.ts";
import { PresenceDot } from "./presence_dot.tsx";
import type { Person } from "./state/wire.ts";

export interface PeoplePickerProps {
  chosen: readonly Pick<Person, "id" | "name">[];
  onChange(chosen: Pick<Person, "id" | "name">[]): void;
  /** Most that can be chosen. */
  max: number;
  /** Who is not offered. */
  without?: string;
  input?: RefObject<HTMLInputElement | null>;
  /** Whoever is on the host is offered, not only who is in the workspace. */
  everywhere?: boolean;
  /** Enter in an empty field. */
  onDone?(): void;
}

/** Chooses people by name: typing finds, Enter takes the first, Backspace takes the last one out. */
export function PeoplePicker({ chosen, onChange, max, without, input, everywhere, onDone }: PeoplePickerProps) {
  const [text, setText] = useState("");
  const [query, setQuery] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setQuery(text.trim().replace(/^@/, "").toLowerCase()), 120);
    return () => clearTimeout(timer);
  }, [text]);
  const { items, hasMore, more } = usePages<Person>(
    "chat.user.list",
    // Named, it goes before the workspace of the page.
    { query, ...(everywhere ? { workspaceId: undefined } : {}) },
    query,
  );
  const others = items.filter((person) => person.id !== without && !chosen.some((each) => each.id === person.id));
  const choose = (person: Person) => {
    onChange([...chosen, person]);
    setText("");
    input?.current?.focus();
  };
  return (
    <>
      {chosen.length > 0 && (
        <ul aria-label={t("Chosen")} className="mb-2 flex max-h-32 scroll-y flex-wrap gap-1">
          {chosen.map((person) => (
            <li key={person.id} className="flex h-7 items-center gap-1.5 rounded-pill bg-active pr-1 pl-2 text-13">
              <span dir="auto">{person.name}</span>
              <button
                type="button"
                aria-label={t("Take out {name}", { name: person.name })}
                onClick={() =>
                  onChange(chosen.filter((each) =>
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
          if (event.key === "Backspace" && !text) return onChange(chosen.slice(0, -1));
          if (event.key !== "Enter") return;
          // Inside of a form it would send that.
          event.preventDefault();
          if (text && others[0] && chosen.length < max) choose(others[0]);
          else if (!text) onDone?.();
        }}
      />
      <ul className="mt-2 min-h-40" aria-label={t("People")}>
        {others.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              disabled={chosen.length >= max}
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
        {hasMore && (
          <li>
            <button type="button" onClick={more} className="h-9 px-2 text-13 text-ink-3 hover:text-ink">
              {t("Show more")}
            </button>
          </li>
        )}
      </ul>
    </>
  );
}
