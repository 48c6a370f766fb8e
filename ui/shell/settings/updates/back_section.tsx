import { Undo2 } from "lucide-react";
import { useState } from "react";
import { Button, Dialog, ErrorState, Section } from "@bulkhead/kit";
import { useCall, useRpcCache } from "@bulkhead/ui";

/** The version before, with the data of that moment. */
export function BackSection({ version, disabled }: { version: string; disabled: boolean }) {
  const cache = useRpcCache();
  const [asking, setAsking] = useState(false);
  const back = useCall<Record<string, never>, { id: string }>("host.system.upgrade.rollback");
  const begin = async () => {
    try {
      await back.mutateAsync({});
    } catch {
      return;
    }
    cache.refresh("host.system.upgrade.status");
    setAsking(false);
  };
  return (
    <Section title="The way back">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="min-w-0 flex-[1_1_280px] text-13 text-ink-2">
          Version {version} is kept, with the data as it was before the last update.
        </p>
        <Button icon={<Undo2 size={14} aria-hidden />} disabled={disabled} onClick={() => setAsking(true)}>
          Go back to {version}
        </Button>
      </div>
      {asking && (
        <Dialog
          open
          onClose={() => setAsking(false)}
          title={`Go back to version ${version}?`}
          description="The data becomes what it was before the last update. What everybody has done since is in the backup that is made now, and nowhere else."
          footer={
            <>
              <Button kind="ghost" onClick={() => setAsking(false)}>Cancel</Button>
              <Button kind="danger" busy={back.isPending} onClick={() => void begin()}>Go back</Button>
            </>
          }
        >
          {back.error && (
            <ErrorState
              inline
              title="It was not begun"
              message={back.error.message}
              hint={back.error.hint}
              traceId={back.error.traceId}
            />
          )}
        </Dialog>
      )}
    </Section>
  );
}
