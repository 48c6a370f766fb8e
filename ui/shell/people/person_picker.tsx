import { useEffect, useState } from "react";
import { Avatar, Badge, ErrorState, SearchField } from "@bulkhead/kit";
import { useRpc } from "@bulkhead/ui";
import type { PersonInfo } from "./person_info.ts";
import { t } from "../../i18n/texts.ts";

interface PersonPickerProps {
  /** Ids of people who are not offered. */
  without: readonly string[];
  busy?: boolean;
  onPick(person: PersonInfo): void;
}

/** Finds people by name among those who sign in here and those who come from a provider, and says from where they come. */
export function PersonPicker({ without, busy, onPick }: PersonPickerProps) {
  const [typed, setTyped] = useState("");
  const [query, setQuery] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setQuery(typed.trim()), 150);
    return () => clearTimeout(timer);
  }, [typed]);
  const { data, error } = useRpc<{ items: PersonInfo[] }>(
    "host.user.list",
    { limit: 50, ...(query ? { query } : {}) },
    { keepPrevious: true },
  );
  const offered = data?.items.filter(({ id, disabled }) => !disabled && !without.includes(id)).slice(0, 8);
  return (
    <div className="flex flex-col gap-1">
      <SearchField
        autoFocus
        aria-label={t("Find somebody to add")}
        placeholder={t("Name or @handle")}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {error && <ErrorState inline title={t("The people could not be read")} message={error.message} />}
      {offered?.length === 0 && (
        <p className="px-2 py-2 text-13 text-ink-3">
          {query ? t("Nobody else here is called {query}.", { query }) : t("Everybody is in it already.")}
        </p>
      )}
      <ul aria-label={t("People to add")}>
        {offered?.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              disabled={busy}
              onClick={() => onPick(person)}
              className="ring-in flex min-h-10 w-full items-center gap-2 rounded-control px-2 text-left text-13 hover:bg-hover disabled:opacity-50"
            >
              <Avatar id={person.id} name={person.name} size={24} />
              <span className="min-w-0 flex-1 truncate">
                <span dir="auto">{person.name}</span> <span className="text-ink-3">@{person.handle}</span>
              </span>
              {person.sources.map(({ id, name }) => <Badge key={id}>{name}</Badge>)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
