import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { Card, EmptyState, ErrorState, Notice, Section, SkeletonRows } from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import { byRisk } from "../../../state/permission_words.ts";
import type { PluginDetail } from "../../../state/wire.ts";
import { type Grantable, useGrantActions, useGrants } from "../../data/grants.ts";
import { DeniedList } from "./denied_list.tsx";
import { GrantDialog } from "./grant_dialog.tsx";
import { PermissionTable } from "./permission_table.tsx";

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
          : <PermissionTable items={[...high, ...low]} onGrant={grant} onRevoke={actions.revoke} />}
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
