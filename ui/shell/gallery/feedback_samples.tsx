import { Hash } from "lucide-react";
import { Banner, Button, Card, EmptyState, ErrorState, Notice, Skeleton, SkeletonRows } from "@bulkhead/kit";
import { Sample } from "./sample.tsx";

export function FeedbackSamples() {
  return (
    <>
      <Sample title="Banner" column>
        <Banner>Version 1.3.0 is ready to install.</Banner>
        <Banner tone="warn" action={<Button size="sm" kind="ghost">Restart</Button>}>
          Chat: restarting soon, it crashed 2 s ago.
        </Banner>
        <Banner tone="bad">Canvas: quarantined, out of memory, 3 crashes in 5 min.</Banner>
        <Banner tone="offline">No connection to the server. You can read what is here.</Banner>
      </Sample>
      <Sample title="Notice" column>
        <Notice title="It is installed already">Version 1.2.0 runs on this server.</Notice>
        <Notice tone="ok" title="Polls is installed" action={<Button size="sm" kind="primary">Open Polls</Button>}>
          It is ready, and its page is in the navigation.
        </Notice>
        <Notice tone="warn" title="New publisher">This key was never seen on this server.</Notice>
        <Notice tone="bad" title="Not signed">Whoever runs the registry may have changed it.</Notice>
      </Sample>
      <Sample title="Empty" column>
        <Card>
          <EmptyState
            icon={<Hash size={20} aria-hidden />}
            title="No channel yet"
            description="Channels are where people, agents and workflows talk. Make one for a project or a topic."
            action={<Button kind="primary">Create a channel</Button>}
          />
        </Card>
      </Sample>
      <Sample title="Error, in the middle of a page" column>
        <Card>
          <ErrorState
            title="The messages could not be read"
            message="chat is not available: it is being restarted"
            hint="Retry in a few seconds."
            traceId="4bf92f3577b34da6a3ce929d0e0e4736"
            onRetry={() => {}}
          />
        </Card>
      </Sample>
      <Sample title="Error, in the flow" column>
        <ErrorState
          inline
          title="It did not start"
          message={`No channel "#triage"`}
          hint="Create it first."
          onRetry={() => {}}
        />
      </Sample>
      <Sample title="Loading: drawn after 150 ms" column>
        <SkeletonRows count={4} />
        <Skeleton className="h-24 w-full rounded-card" />
      </Sample>
    </>
  );
}
