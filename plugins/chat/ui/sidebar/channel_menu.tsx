import {
  ArrowDown,
  ArrowUp,
  Bell,
  BellOff,
  CheckCheck,
  DoorOpen,
  Ellipsis,
  FolderInput,
  Link2,
  Paperclip,
  Pin,
  Star,
  StarOff,
  X,
} from "lucide-react";
import type { ReactElement } from "react";
import { IconButton, Menu, MenuItem, MenuSeparator } from "@bulkhead/kit";
import { channelSlug, isDirect } from "../state/channel_list.ts";
import type { Channel } from "../state/wire.ts";
import { useArranging } from "./use_arranging.ts";
import { attempt, useChannels, useChat, usePersonal } from "../use_chat.ts";
import { useChatRoute } from "../use_workspaces.ts";
import { t } from "../i18n/language.ts";

export interface ChannelMenuProps {
  channel: Channel;
  trigger?: ReactElement<Record<string, unknown>>;
  /** Asks for a link to be put at the top, where the conversation is open. */
  onAddLink?(): void;
}

/** What one does with a conversation in one's own sidebar. */
export function ChannelMenu({ channel, trigger, onAddLink }: ChannelMenuProps) {
  const chat = useChat();
  const sections = usePersonal((state) => state.sections);
  const { starred = false, muted = false } = channel;
  const assign = (section: string | null) =>
    attempt(chat.rpc.call("chat.section.assign", { channel: channel.id, section }), t("It stands where it stood"));
  const leave = () =>
    isDirect(channel)
      ? attempt(chat.rpc.call("chat.dm.close", { channel: channel.id }), t("It is still open"))
      : attempt(chat.leave(channel.id), t("You are still in #{name}", { name: channel.name }));
  return (
    <Menu
      trigger={trigger ??
        (
          <IconButton
            size="sm"
            label={t("Menu of {name}", { name: channel.name })}
            icon={<Ellipsis size={15} aria-hidden />}
          />
        )}
    >
      {channel.unread > 0 && (
        <MenuItem
          icon={<CheckCheck size={15} aria-hidden />}
          onSelect={() => void chat.markRead(channel.id, channel.lastSeq)}
        >
          {t("Mark as read")}
        </MenuItem>
      )}
      <MenuItem
        icon={starred ? <StarOff size={15} aria-hidden /> : <Star size={15} aria-hidden />}
        onSelect={() => attempt(chat.arrange(channel, { starred: !starred }), t("It was not changed"))}
      >
        {starred ? t("Remove the star") : t("Star")}
      </MenuItem>
      <MenuItem
        icon={muted ? <Bell size={15} aria-hidden /> : <BellOff size={15} aria-hidden />}
        onSelect={() => attempt(chat.arrange(channel, { muted: !muted }), t("It was not changed"))}
      >
        {muted ? t("Unmute") : t("Mute")}
      </MenuItem>
      {sections.length > 0 && <MenuSeparator />}
      {sections.filter((section) => section.id !== channel.sectionId).map((section) => (
        <MenuItem
          key={section.id}
          icon={<FolderInput size={15} aria-hidden />}
          onSelect={() => assign(section.id)}
        >
          {t("Move to {name}", { name: section.name })}
        </MenuItem>
      ))}
      {channel.sectionId && (
        <MenuItem icon={<FolderInput size={15} aria-hidden />} onSelect={() => assign(null)}>
          {t("Take out of its section")}
        </MenuItem>
      )}
      {onAddLink && <OpenItems channel={channel} onAddLink={onAddLink} />}
      <MenuSeparator />
      <StepItems id={channel.id} />
      <MenuSeparator />
      <MenuItem
        icon={isDirect(channel) ? <X size={15} aria-hidden /> : <DoorOpen size={15} aria-hidden />}
        onSelect={leave}
      >
        {isDirect(channel) ? t("Close") : t("Leave #{name}", { name: channel.name })}
      </MenuItem>
    </Menu>
  );
}

/** What hangs on a conversation that is open: narrow screens have no room for its buttons. */
function OpenItems({ channel, onAddLink }: { channel: Channel; onAddLink(): void }) {
  const { items } = useChannels();
  const { go } = useChatRoute();
  const slug = channelSlug(items, channel);
  return (
    <>
      <MenuSeparator />
      <MenuItem icon={<Paperclip size={15} aria-hidden />} onSelect={() => go(`${slug}/files`)}>{t("Files")}</MenuItem>
      <MenuItem icon={<Pin size={15} aria-hidden />} onSelect={() => go(`${slug}/pins`)}>
        {t("Pinned messages")}
      </MenuItem>
      <MenuItem icon={<Link2 size={15} aria-hidden />} onSelect={onAddLink}>{t("Add a link")}</MenuItem>
    </>
  );
}

/** Made only while the menu is open: where a row may go is worked out from the whole sidebar. */
function StepItems({ id }: { id: string }) {
  const arranging = useArranging();
  return ([-1, 1] as const).filter((step) => arranging.mayStep(id, step)).map((step) => (
    <MenuItem
      key={step}
      icon={step < 0 ? <ArrowUp size={15} aria-hidden /> : <ArrowDown size={15} aria-hidden />}
      onSelect={() => arranging.step(id, step)}
    >
      {step < 0 ? t("Move up") : t("Move down")}
    </MenuItem>
  ));
}
