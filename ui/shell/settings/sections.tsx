import { Link } from "@tanstack/react-router";
import { Archive, ChevronRight, CircleArrowUp, KeyRound, ScrollText } from "lucide-react";
import { PaneHeader, rowClass } from "@bulkhead/kit";
import { isAt, usePath } from "../frame/nav.tsx";

const SECTIONS = [
  { path: "/settings/secrets", label: "Secrets", icon: KeyRound },
  { path: "/settings/backups", label: "Backups", icon: Archive },
  { path: "/settings/updates", label: "Updates", icon: CircleArrowUp },
  { path: "/settings/audit", label: "Audit log", icon: ScrollText },
];

/** The list at the left of each page of settings. */
export function Sections() {
  const path = usePath();
  return (
    <>
      <PaneHeader title="Settings" />
      <nav aria-label="Settings" className="px-2 py-2">
        {SECTIONS.map(({ path: to, label, icon: Icon }) => (
          <Link
            key={to}
            to={to as never}
            aria-current={isAt(path, to) ? "page" : undefined}
            className={rowClass({ selected: isAt(path, to), dense: true })}
          >
            <Icon size={15} className="shrink-0 text-ink-3" aria-hidden />
            <span className="min-w-0 flex-1 truncate">{label}</span>
            <ChevronRight size={14} className="text-ink-3 md:hidden" aria-hidden />
          </Link>
        ))}
      </nav>
    </>
  );
}
