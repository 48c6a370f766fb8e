import { RelativeTime, Stat } from "@bulkhead/kit";
import { useIsAdmin, useRpc } from "@bulkhead/ui";

const LIMIT = 100;

/** How many deliveries came, and the last of them. */
export function TileNumber() {
  const isAdmin = useIsAdmin();
  const { data } = useRpc<{ items: { receivedAt: string }[]; nextCursor?: string }>("github.delivery.list", {
    limit: LIMIT,
  }, { enabled: isAdmin });
  if (!data) return <span />;
  const last = data.items[0];
  return (
    <span className="flex items-baseline gap-2">
      <Stat
        value={data.nextCursor ? `${LIMIT}+` : data.items.length}
        label={data.items.length === 1 ? "delivery" : "deliveries"}
      />
      {last && (
        <span className="text-12 text-ink-3">
          last <RelativeTime at={last.receivedAt} />
        </span>
      )}
    </span>
  );
}
