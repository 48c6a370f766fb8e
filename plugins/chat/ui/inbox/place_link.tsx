import type { ComponentProps } from "react";
import { channelSlug, findChannel, messageLink } from "../state/channel_list.ts";
import type { Message } from "../state/wire.ts";
import { useChannels } from "../use_chat.ts";
import { useChatRoute } from "../use_workspaces.ts";

export interface PlaceLinkProps extends Omit<ComponentProps<"a">, "href"> {
  message: Pick<Message, "id" | "channelId" | "threadId" | "inChannel">;
  /** The thread below it is meant. */
  thread?: boolean;
}

/** A link to where a message stands. */
export function PlaceLink({ message, thread, ...rest }: PlaceLinkProps) {
  const { items } = useChannels();
  const { go, slug: workspace } = useChatRoute();
  const channel = findChannel(items, message.channelId);
  const slug = channel ? channelSlug(items, channel) : message.channelId;
  const root = thread ? message.threadId ?? message.id : !message.inChannel ? message.threadId : undefined;
  const path = root ? `${slug}/thread/${root}` : slug;
  const href = channel ? messageLink(items, channel, message, workspace) : `/app/chat/${slug}#${message.id}`;
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        // A new tab is the browser's matter.
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        go(path, { hash: thread ? undefined : message.id });
      }}
    />
  );
}
