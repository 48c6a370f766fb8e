import { Button, Dialog, ErrorState } from "@bulkhead/kit";
import { useCall, useRpcCache } from "@bulkhead/ui";
import type { ReleaseInfo } from "../../data/upgrade.ts";

/** What an update does, before it begins. */
export function StartDialog({ release, onClose }: { release: ReleaseInfo; onClose(): void }) {
  const cache = useRpcCache();
  const start = useCall<{ to: string }, { id: string }>("host.system.upgrade.start");
  const begin = async () => {
    try {
      await start.mutateAsync({ to: release.version });
    } catch {
      return;
    }
    cache.refresh("host.system.upgrade.status");
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Update to version ${release.version}`}
      description="A backup is made, and the new version is tried on a copy of the data while everybody works on. Then the server is away for some seconds."
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>Cancel</Button>
          <Button kind="primary" busy={start.isPending} onClick={() => void begin()}>Update</Button>
        </>
      }
    >
      <p className="text-13 text-ink-2">
        If the new version does not serve in time, or ends by itself soon after, the present one goes on with its data
        as it was. Every open page shows how far it is.
      </p>
      {start.error && (
        <ErrorState
          inline
          title="It was not begun"
          message={start.error.message}
          hint={start.error.hint}
          traceId={start.error.traceId}
        />
      )}
    </Dialog>
  );
}
