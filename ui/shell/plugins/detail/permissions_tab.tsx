import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import {
  Badge,
  Button,
  Card,
  EmptyState,
  ErrorState,
  Notice,
  RelativeTime,
  Section,
  SkeletonRows,
  Table,
} from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import { byRisk, permissionWords } from "../../../state/permission_words.ts";
import type { PermissionInfo, PluginDetail } from "../../../state/wire.ts";
import { type Grantable, useGrantActions, useGrants } from "../../data/grants.ts";
import { usePersonName } from "../../data/people.ts";
import { RiskBadge } from "../permission_line.tsx";
import { DeniedList } from "./denied_list.tsx";
import { GrantDialog } from "./grant_dialog.tsx";

/** One table: what it asks for and why, what was granted by whom, what it used; and what it tried without. */
export function PermissionsTab({ plugin }: { plugin: PluginDetail }) {
  const isAdmin = useIsAdmin();
  const grants = useGrants(plugin.id);
  const [asking, setAsking] = useState<Grantable>();
  const actions = useGrantActions(plugin.id);
  const items = grants.data?.items ?? (isAdmin ? undefined : plugin.permissions);
  const grant = (permission: Grantable) =>
    permission.risk === "high" ? setAsking(permission) : void actions.grant(permission);
  if (grants.error) {
    return (
      <ErrorState
        title="Its permissions could not be read"
        message={grants.error.message}
        hint={grants.error.hint}
        traceId={grants.error.traceId}
        onRetry={() => void grants.refetch()}
      />
    );
  }
  if (!items) return <SkeletonRows count={6} />;
  const { high, low } = byRisk(items);
  const missing = items.filter((item) => !item.granted && item.declared !== false).length;
  return (
    <>
      {(grants.data?.denied.length ?? 0) > 0 && (
        <Section title="It tried without a grant">
          <DeniedList denied={grants.data!.denied} onGrant={grant} />
        </Section>
      )}
      {missing > 0 && isAdmin && plugin.state === "needs_grant" && (
        <Notice
          tone="warn"
          title={missing === 1 ? "One permission is not granted" : `${missing} permissions are not granted`}
        >
          It waits for them. What it does not get, it has to do without.
        </Notice>
      )}
      <Section title="What it may do">
        {items.length === 0
          ? (
            <Card>
              <EmptyState
                icon={<ShieldCheck size={20} aria-hidden />}
                title="It asks for nothing"
                description="Its own folder and its own database are all it reaches."
              />
            </Card>
          )
          : <Permissions items={[...high, ...low]} onGrant={grant} onRevoke={actions.revoke} />}
        {!isAdmin && <p className="text-12 text-ink-3">Owners and admins grant and revoke.</p>}
      </Section>
      {asking && (
        <GrantDialog
          plugin={plugin}
          permission={asking}
          onClose={() => setAsking(undefined)}
          onGrant={() => {
            setAsking(undefined);
            void actions.grant(asking);
          }}
        />
      )}
    </>
  );
}

interface PermissionsProps {
  items: PermissionInfo[];
  onGrant(permission: PermissionInfo): void;
  onRevoke(permission: PermissionInfo): Promise<void>;
}

function Permissions({ items, onGrant, onRevoke }: PermissionsProps) {
  const isAdmin = useIsAdmin();
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
        ...(isAdmin
          ? [{
            key: "act",
            title: "Change",
            hideTitle: true,
            align: "right" as const,
            className: "align-top",
            render: (item: PermissionInfo) =>
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
          }]
          : []),
      ]}
    />
  );
}

function reasonOf(item: PermissionInfo): string {
  if (item.declared === false) return "Given by an owner; its manifest does not ask for it";
  return item.reason ? `“${item.reason}”` : "–";
}

function What({ item }: { item: PermissionInfo }) {
  const words = permissionWords(item);
  return (
    <div className="flex min-w-0 flex-col items-start gap-1 py-2">
      <span className="font-medium wrap-anywhere">{words}</span>
      {item.target && !words.includes(item.target) && (
        <code className="font-mono text-12 text-ink-3 wrap-anywhere">{item.target}</code>
      )}
      {item.risk === "high" && <RiskBadge />}
      <div className="flex flex-col gap-1 text-12 text-ink-3 md:hidden">
        <span className="wrap-anywhere" dir="auto">{reasonOf(item)}</span>
        <span className="flex flex-wrap gap-x-3">
          <Granted item={item} />
          <Used item={item} />
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
