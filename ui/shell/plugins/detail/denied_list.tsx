import { ShieldX } from "lucide-react";
import { Button, RelativeTime } from "@bulkhead/kit";
import { permissionWords } from "../../../state/permission_words.ts";
import type { GrantsView } from "../../../state/wire.ts";
import { RiskBadge } from "../permission_line.tsx";

type Denied = GrantsView["denied"][number];

/** What it tried and was refused, each with the one click that would allow it. */
export function DeniedList(
  { denied, onGrant }: { denied: Denied[]; onGrant(denied: Denied): void },
) {
  return (
    <ul className="rounded-card border border-warn/40 bg-warn-soft">
      {denied.map((one) => (
        <li
          key={`${one.kind} ${one.target}`}
          className="flex items-center gap-3 border-b border-warn/25 px-3 py-2 text-13 last:border-0"
        >
          <ShieldX size={16} className="shrink-0 text-warn-ink" aria-hidden />
          <div className="min-w-0 flex-1">
            <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <span className="font-medium wrap-anywhere">{permissionWords(one)}</span>
              {one.risk === "high" && <RiskBadge />}
            </p>
            <p className="text-12 text-ink-2">
              {one.count === 1 ? "Refused once" : `Refused ${one.count.toLocaleString()} times`}, last{" "}
              <RelativeTime at={one.lastAt} />
            </p>
          </div>
          {one.grantable
            ? (
              <Button
                size="sm"
                aria-label={`Grant: ${permissionWords(one)}`}
                onClick={() => onGrant(one)}
              >
                Grant
              </Button>
            )
            : <span className="shrink-0 text-12 text-ink-2">Nobody may grant it</span>}
        </li>
      ))}
    </ul>
  );
}
