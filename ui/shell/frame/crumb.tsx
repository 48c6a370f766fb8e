import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

/** Where a page belongs, before its own name in the title line. */
export function Crumb({ to, children }: { to: string; children: ReactNode }) {
  return (
    <>
      <Link to={to as never} className="rounded-sm font-normal text-ink-3 hover:text-ink">{children}</Link>
      <span className="mx-1.5 font-normal text-ink-3" aria-hidden>/</span>
    </>
  );
}
