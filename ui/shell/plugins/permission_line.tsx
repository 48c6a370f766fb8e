import { Minus, Plus, ShieldAlert, ShieldCheck } from "lucide-react";
import { Badge, cx } from "@bulkhead/kit";
import { amountsTo, byRisk, permissionWords } from "../../state/permission_words.ts";
import type { PermissionInfo } from "../../state/wire.ts";

/** The mark of what can do harm. */
export function RiskBadge() {
  return <Badge tone="bad" icon={<ShieldAlert size={11} strokeWidth={2.25} aria-hidden />}>High risk</Badge>;
}

/** What it may do and, in the author's own words, why. */
export function PermissionLine({ permission, sign }: { permission: PermissionInfo; sign?: "added" | "removed" }) {
  const high = permission.risk === "high";
  const words = permissionWords(permission);
  const Sign = sign === "removed" ? Minus : Plus;
  return (
    <li className="flex gap-2.5 py-2.5">
      {sign && (
        <span
          role="img"
          aria-label={sign === "added" ? "New" : "No longer"}
          className={cx(
            "mt-0.5 shrink-0",
            sign === "removed" ? "text-ink-3" : high ? "text-bad-ink" : "text-accent-ink",
          )}
        >
          <Sign size={14} strokeWidth={2.5} aria-hidden />
        </span>
      )}
      <div className="min-w-0 flex-1">
        <p className={cx("text-13 font-medium wrap-anywhere", sign === "removed" && "text-ink-3 line-through")}>
          {words}
        </p>
        {permission.target && permission.target !== "*" && !words.includes(permission.target) && (
          <code className="font-mono text-12 text-ink-3 wrap-anywhere">{permission.target}</code>
        )}
        {permission.reason && sign !== "removed" && (
          <p className="text-13 text-ink-2 wrap-anywhere" dir="auto">“{permission.reason}”</p>
        )}
        {high && sign !== "removed" && <p className="text-13 text-bad-ink">{amountsTo(permission)}</p>}
      </div>
    </li>
  );
}

/** Permissions grouped by risk, what can do harm first and in red. */
export function PermissionGroups({ permissions, sign }: { permissions: PermissionInfo[]; sign?: "added" }) {
  const { high, low } = byRisk(permissions);
  if (permissions.length === 0) {
    return (
      <p className="flex items-center gap-2 text-13 text-ink-2">
        <ShieldCheck size={16} className="shrink-0 text-ok-ink" aria-hidden />
        It asks for nothing: its own folder and its own database are all it reaches.
      </p>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      {high.length > 0 && <Group title="High risk" permissions={high} sign={sign} high />}
      {low.length > 0 && <Group title="Low risk" permissions={low} sign={sign} />}
    </div>
  );
}

interface GroupProps {
  title: string;
  permissions: PermissionInfo[];
  sign?: "added";
  high?: boolean;
}

function Group({ title, permissions, sign, high }: GroupProps) {
  const Icon = high ? ShieldAlert : ShieldCheck;
  return (
    <section className={cx("rounded-card border", high ? "border-bad/40 bg-bad-soft" : "border-line")}>
      <h3
        className={cx(
          "flex h-9 items-center gap-2 border-b px-4 text-12 font-semibold",
          high ? "border-bad/25 text-bad-ink" : "border-line text-ink-2",
        )}
      >
        <Icon size={14} className={high ? undefined : "text-ink-3"} aria-hidden />
        {title}
        <span className="tabular font-normal">{permissions.length}</span>
      </h3>
      <ul className={cx("divide-y px-4", high ? "divide-bad/20" : "divide-line")}>
        {permissions.map((permission) => (
          <PermissionLine key={`${permission.kind} ${permission.target}`} permission={permission} sign={sign} />
        ))}
      </ul>
    </section>
  );
}
