import { MessageSquare } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, EmptyState, ErrorState, Panes, SkeletonRows } from "@bulkhead/kit";
import { usePluginRoute } from "@bulkhead/ui";
import { ChannelSidebar } from "./channel_sidebar.tsx";
import { ChannelView } from "./channel_view.tsx";
import { CreateChannelDialog } from "./create_channel_dialog.tsx";
import { channelSlug, findChannel } from "./state/channel_list.ts";
import { useChannels, useChat } from "./use_chat.ts";

const LAST = "bulkhead.chat.last";

/** Chat: channels at the left, the chosen one in the middle. `/app/chat/<channel>`, a message by `#<id>`. */
export default function ChatPage() {
  const chat = useChat();
  const { phase, items, problem } = useChannels();
  const { segments, go } = usePluginRoute();
  const [creating, setCreating] = useState(false);
  const wanted = segments[0];
  const channel = wanted ? findChannel(items, wanted) : undefined;

  // Wide screens open the last channel by themselves; on narrow ones the list is a page of its own.
  useEffect(() => {
    if (wanted || phase !== "ready" || matchMedia("(max-width: 767px)").matches) return;
    const joined = items.filter((each) => each.joined);
    const last = joined.find((each) => each.id === remembered()) ?? joined.find((each) => each.name === "general") ??
      joined[0];
    if (last) go(channelSlug(items, last), { replace: true });
  }, [wanted, phase, items, go]);
  useEffect(() => {
    if (channel) remember(channel.id);
  }, [channel?.id]);

  return (
    <>
      <Panes
        list={<ChannelSidebar current={channel?.id} onCreate={() => setCreating(true)} />}
        narrow={wanted ? "main" : "list"}
      >
        {phase === "loading" && <SkeletonRows count={8} label="Loading channels" />}
        {phase === "failed" && (
          <ErrorState
            page
            title="The channels could not be read"
            message={problem!.message}
            hint={problem!.hint}
            traceId={problem!.traceId}
            onRetry={() => void chat.loadChannels()}
          />
        )}
        {phase === "ready" && channel && <ChannelView key={channel.id} channel={channel} onBack={() => go("")} />}
        {phase === "ready" && !channel && (
          <div className="flex h-full items-center justify-center">
            <EmptyState
              page
              icon={<MessageSquare size={20} aria-hidden />}
              title={wanted ? `There is no channel #${wanted}` : "No channel yet"}
              description={wanted
                ? "It may be private, or it was renamed. Someone in it can add you."
                : "Channels are where people, agents and workflows talk. Make one for a project or a topic."}
              action={<Button kind="primary" onClick={() => setCreating(true)}>Create a channel</Button>}
            />
          </div>
        )}
      </Panes>
      {creating && (
        <CreateChannelDialog
          initialName={wanted && !channel ? wanted : ""}
          onClose={() => setCreating(false)}
          onCreated={(created) => {
            setCreating(false);
            go(channelSlug(items, created));
          }}
        />
      )}
    </>
  );
}

function remembered(): string | undefined {
  try {
    return localStorage.getItem(LAST) ?? undefined;
  } catch {
    return undefined;
  }
}

function remember(channelId: string): void {
  try {
    localStorage.setItem(LAST, channelId);
  } catch {
    // Without storage #general opens next time.
  }
}
