import { Dialog as Base } from "@base-ui/react/dialog";
import { Search } from "lucide-react";
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from "react";
import { cx, Kbd } from "@bulkhead/kit";
import { fuzzyScore } from "../../state/fuzzy.ts";
import { type Command, CommandSources, useCommands } from "./commands.tsx";
import { t } from "../../i18n/texts.ts";

/** Everything by its name: places, plugins, channels, actions. */
export function Palette({ open, onClose }: { open: boolean; onClose(): void }) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Base.Popup
          aria-label={t("Search and commands")}
          className="popup fixed top-[12vh] left-1/2 z-40 flex max-h-[60vh] w-[min(560px,calc(100vw-24px))] -translate-x-1/2 flex-col overflow-hidden rounded-card bg-raised shadow-float outline-none data-ending-style:-translate-x-1/2 data-starting-style:-translate-x-1/2"
        >
          <PaletteBody onClose={onClose} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function PaletteBody({ onClose }: { onClose(): void }) {
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const listId = useId();
  const list = useRef<HTMLUListElement>(null);
  const { commands, report } = useCommands();
  const found = rank(commands, query);
  const chosen = Math.min(active, found.length - 1);

  useLayoutEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);

  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && found.length > 0) {
      event.preventDefault();
      setActive((chosen + step + found.length) % found.length);
    }
    if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      run(found[chosen]);
    }
  };

  return (
    <>
      <CommandSources report={report} />
      <div className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-4">
        <Search size={16} className="text-ink-3" aria-hidden />
        <input
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={found[chosen] ? `${listId}-${chosen}` : undefined}
          aria-label={t("Search pages, channels and actions")}
          placeholder={t("Search pages, channels and actions")}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          className="h-full min-w-0 flex-1 bg-transparent text-14 outline-none"
        />
        <Kbd keys="Esc" />
      </div>
      <ul ref={list} id={listId} role="listbox" aria-label={t("Results")} className="scroll-y min-h-0 flex-1 p-1">
        {found.map((command, index) => (
          <li
            key={command.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === chosen}
            onPointerMove={() => index !== chosen && setActive(index)}
            onClick={() => run(command)}
            className={cx("flex h-10 items-center gap-3 rounded-control px-3 text-13", index === chosen && "bg-active")}
          >
            <span className="inline-flex w-4 shrink-0 text-ink-3">{command.icon}</span>
            <span className="min-w-0 flex-1 truncate">{command.title}</span>
            <span className="shrink-0 text-12 text-ink-3">{command.group}</span>
          </li>
        ))}
        {found.length === 0 && (
          <li className="px-3 py-6 text-center text-13 text-ink-2">{t("Nothing is called “{query}”.", { query })}</li>
        )}
      </ul>
    </>
  );
}

/** The commands that fit, best first; without a query in the order they come. */
function rank(commands: Command[], query: string): Command[] {
  if (!query.trim()) return commands.filter((command) => !command.onlyByName).slice(0, 50);
  return commands
    .map((command) => ({ command, score: fuzzyScore(query, `${command.title} ${command.group}`) }))
    .filter((each) => each.score !== undefined)
    .sort((left, right) => right.score! - left.score!)
    .slice(0, 50)
    .map((each) => each.command);
}
