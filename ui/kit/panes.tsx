import { ArrowLeft, X } from "lucide-react";
import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";
import { IconButton } from "./icon_button.tsx";
import { cx } from "./cx.ts";
import { Sheet } from "./dialog.tsx";
import { useKitWords } from "./i18n/language.tsx";

/** True while the media query holds. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    () => matchMedia(query).matches,
  );
}

/** True for a list that is a page of its own; its title is then the page's. */
const ListIsPage = createContext(false);

export interface PanesProps {
  /** 264 pixels at the left; under 768 a page of its own. */
  list?: ReactNode;
  children: ReactNode;
  /** What a narrow screen shows: the list, or what was chosen from it. */
  narrow?: "list" | "main";
  /** 360 pixels at the right from 1280, a sheet over the page below that. */
  detail?: ReactNode;
  detailTitle?: string;
  onCloseDetail?(): void;
}

/** The page's columns: list, main, detail. */
export function Panes({ list, children, narrow = "main", detail, detailTitle, onCloseDetail }: PanesProps) {
  const { word } = useKitWords();
  const detailName = detailTitle ?? word("Detail");
  const roomy = useMedia("(min-width: 1280px)");
  const slim = useMedia("(max-width: 767px)");
  if (slim && list && narrow === "list") {
    return (
      <ListIsPage value>
        <main className="flex h-full min-h-0 flex-col bg-canvas">{list}</main>
      </ListIsPage>
    );
  }
  return (
    <div className="flex h-full min-h-0 min-w-0">
      {list && !slim && (
        <aside className="flex h-full min-h-0 w-[264px] shrink-0 flex-col border-r border-line bg-canvas">
          {list}
        </aside>
      )}
      <main className="flex h-full min-h-0 min-w-0 flex-1 flex-col bg-surface">
        {children}
      </main>
      {detail && roomy && (
        <aside
          aria-label={detailName}
          className="flex h-full min-h-0 w-[360px] shrink-0 flex-col border-l border-line bg-surface"
        >
          {detail}
        </aside>
      )}
      {!roomy && (
        <Sheet open={Boolean(detail)} onClose={() => onCloseDetail?.()} title={detailName}>
          {detail}
        </Sheet>
      )}
    </div>
  );
}

export interface PageHeaderProps {
  title: ReactNode;
  /** Beside the title: a state, a count. */
  note?: ReactNode;
  /** The main action stands last. */
  actions?: ReactNode;
  icon?: ReactNode;
  /** Shown under 768 pixels, leads to the list. */
  onBack?(): void;
  /** What the browser's tab says; default is the title, when that is a text. */
  tab?: string;
}

/** The one title line of a page. */
export function PageHeader({ title, note, actions, icon, onBack, tab }: PageHeaderProps) {
  const { word } = useKitWords();
  const name = tab ?? (typeof title === "string" ? title : undefined);
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-4 md:px-6">
      {name && <title>{name === "Bulkhead" ? name : `${name} · Bulkhead`}</title>}
      {onBack && (
        <span className="-ml-2 md:hidden">
          <IconButton label={word("Back")} icon={<ArrowLeft size={18} aria-hidden />} onClick={onBack} />
        </span>
      )}
      {icon && <span className="shrink-0 text-ink-3">{icon}</span>}
      <h1 className="min-w-0 truncate text-14 font-semibold" dir="auto">{title}</h1>
      {note && <span className="flex min-w-0 shrink-[100] items-center gap-2 truncate text-13 text-ink-3">{note}</span>}
      <span className="ml-auto flex shrink-0 items-center gap-1.5">{actions}</span>
    </header>
  );
}

/** Title line of the list column or of the detail column. */
export function PaneHeader({ title, actions, onClose }: { title: ReactNode; actions?: ReactNode; onClose?(): void }) {
  const { word } = useKitWords();
  const Title = useContext(ListIsPage) ? "h1" : "h2";
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line pr-2 pl-4">
      <Title className="min-w-0 flex-1 truncate text-14 font-semibold">{title}</Title>
      {actions}
      {onClose && <IconButton label={word("Close")} icon={<X size={16} aria-hidden />} onClick={onClose} />}
    </header>
  );
}

/** The scrolling body of a page, in a readable width. */
export function PageBody({ children, wide }: { children: ReactNode; wide?: boolean }) {
  return (
    // A page of text alone is scrolled by keyboard, too.
    <div tabIndex={0} className="ring-in scroll-y min-h-0 flex-1">
      <div className={cx("mx-auto flex w-full flex-col gap-8 px-4 py-6 md:px-6", wide ? "max-w-6xl" : "max-w-4xl")}>
        {children}
      </div>
    </div>
  );
}
