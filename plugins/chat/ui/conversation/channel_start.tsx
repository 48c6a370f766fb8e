import { ChannelMark } from "../channel_mark.tsx";
import { isDirect, titleOf } from "../state/channel_list.ts";
import type { Channel } from "../state/wire.ts";
import { t } from "../i18n/language.ts";
import { useChat, usePersonal } from "../use_chat.ts";

/** Above the first message: what this conversation is. */
export function ChannelStart({ channel }: { channel: Channel }) {
  const { me } = useChat();
  const further = usePersonal((state) => state.workspace?.first === false ? state.workspace.name : undefined);
  const alone = channel.kind === "dm" && !channel.people?.some((id) => id !== me.id);
  const words = alone
    ? t("A place for your own notes. Nobody else sees it.")
    : isDirect(channel)
    ? t("This is where your conversation with {name} begins. Only you see it.", { name: channel.name })
    : channel.topic || channel.purpose ||
      `${t("This is where #{name} begins.", { name: channel.name })} ${
        channel.private
          ? t("Only its members see it.")
          : (further === undefined
            ? t("Everybody on this server can read it.")
            : t("Everybody in {name} can read it.", { name: further }))
      }`;
  return (
    <div className="px-4 pt-8 pb-4 md:px-6">
      <span className="inline-flex size-10 items-center justify-center rounded-card border border-line bg-canvas text-ink-3">
        <ChannelMark channel={channel} size={20} />
      </span>
      <h2 className="mt-3 text-20 font-semibold" dir="auto">{titleOf(channel)}</h2>
      <p className="mt-1 max-w-2xl text-13 text-ink-2 wrap-anywhere" dir="auto">{words}</p>
    </div>
  );
}
