import { Badge, Button, type Column, RelativeTime, Table } from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import { permissionWords } from "../../../state/permission_words.ts";
import type { PermissionInfo } from "../../../state/wire.ts";
import { usePersonName } from "../../data/people.ts";
import { RiskBadge } from "../permission_line.tsx";

export interface PermissionTableProps {
  items: PermissionInfo[];
  onGrant(permission: PermissionInfo): void;
  onRevoke(permission: PermissionInfo): Promise<void>;
}

/** What it may do and why, who decided, what it used, and the button that changes it. */
export function PermissionTable({ items, onGrant, onRevoke }: PermissionTableProps) {
  const isAdmin = useIsAdmin();
  const forAdmins: Column<PermissionInfo>[] = [
    {
      key: "used",
      title: "Last used",
      wide: true,
      className: "align-top whitespace-nowrap text-ink-2",
      render: (item) => (
        <div className="py-2">
          <Used item={item} />
        </div>
      ),
    },
    {
      key: "act",
      title: "Change",
      hideTitle: true,
      align: "right",
      className: "align-top",
      render: (item) =>
        !item.granted && item.grantable === false ? null : (
          <div className="py-1">
            <Button
              size="sm"
              kind={item.granted ? "ghost" : "secondary"}
              aria-label={`${item.granted ? "Revoke" : "Grant"}: ${permissionWords(item)}`}
              onClick={() => void (item.granted ? onRevoke(item) : onGrant(item))}
            >
              {item.granted ? "Revoke" : "Grant"}
            </Button>
          </div>
        ),
    },
  ];
  return (
    <Table
      label="Permissions"
      rows={items}
      rowKey={(item) => `${item.kind} ${item.target}`}
      columns={[
        { key: "what", title: "May", className: "align-top md:w-[38%]", render: (item) => <What item={item} /> },
        {
          key: "why",
          title: "Because",
          wide: true,
          className: "align-top text-ink-2",
          render: (item) => <p className="py-2 wrap-anywhere" dir="auto">{reasonOf(item)}</p>,
        },
        {
          key: "granted",
          title: "Granted",
          wide: true,
          className: "align-top whitespace-nowrap",
          render: (item) => (
            <div className="py-2">
              <Granted item={item} />
            </div>
          ),
        },
        ...(isAdmin ? forAdmins : []),
      ]}
    />
  );
}

function reasonOf(item: PermissionInfo): string {
  if (item.declared === false) return "Given by an owner; its manifest does not ask for it";
  return item.reason ? `“${item.reason}”` : "–";
}

function What({ item }: { item: PermissionInfo }) {
  const isAdmin = useIsAdmin();
  const words = permissionWords(item);
  return (
    <div className="flex min-w-0 flex-col items-start gap-1 py-2">
      <span className="font-medium wrap-anywhere">{words}</span>
      {item.target && item.target !== "*" && !words.includes(item.target) && (
        <code className="font-mono text-12 text-ink-3 wrap-anywhere">{item.target}</code>
      )}
      {item.risk === "high" && <RiskBadge />}
      <div className="flex flex-col gap-1 text-12 text-ink-3 md:hidden">
        <span className="wrap-anywhere" dir="auto">{reasonOf(item)}</span>
        <span className="flex flex-wrap gap-x-3">
          <Granted item={item} />
          {isAdmin && <Used item={item} />}
        </span>
      </div>
    </div>
  );
}

function Granted({ item }: { item: PermissionInfo }) {
  const name = usePersonName(item.grantedBy);
  if (!item.granted && item.grantable === false) return <Badge tone="bad">Nobody may grant it</Badge>;
  if (!item.granted) {
    return (
      <span className="flex flex-col items-start gap-1 max-md:flex-row">
        <Badge tone="warn">{item.grantedAt ? "Revoked" : "Not granted"}</Badge>
        {item.grantedAt && (
          <span className="text-12 text-ink-3">
            {name && `by ${name} `}
            <RelativeTime at={item.grantedAt} />
          </span>
        )}
      </span>
    );
  }
  if (!item.grantedAt) return <span className="text-ink-2">Yes{name ? `, by ${name}` : ""}</span>;
  return (
    <span className="flex flex-col max-md:flex-row max-md:gap-1">
      {name && <span>by {name}</span>}
      <span className="text-12 text-ink-3">
        <RelativeTime at={item.grantedAt} />
      </span>
    </span>
  );
}

function Used({ item }: { item: PermissionInfo }) {
  if (!item.lastUsedAt) {
    return (
      <span className="text-ink-3">
        <span className="md:hidden">never used</span>
        <span className="max-md:hidden">Never</span>
      </span>
    );
  }
  const times = item.uses === undefined ? "" : item.uses === 1 ? "once" : `${item.uses.toLocaleString()} times`;
  return (
    <span className="flex flex-col max-md:inline">
      <span>
        <span className="md:hidden">used</span> <RelativeTime at={item.lastUsedAt} />
      </span>
      {times && (
        <span className="tabular text-12 text-ink-3">
          <span className="md:hidden">,</span> {times}
        </span>
      )}
    </span>
  );
}
