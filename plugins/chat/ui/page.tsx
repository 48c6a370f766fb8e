import { useEffect, useState } from "react";
import { ErrorState, KitLanguageProvider, Panes, SkeletonRows } from "@bulkhead/kit";
import { Conversations } from "./conversation/conversations.tsx";
import { ThreadPanel } from "./conversation/thread_panel.tsx";
import { AboutPanel } from "./details/about_panel.tsx";
import { FilesPanel } from "./details/files_panel.tsx";
import { PinsPanel } from "./details/pins_panel.tsx";
import { ChatDialogs, type OpenDialog } from "./dialogs/chat_dialogs.tsx";
import { Place, PLACES } from "./inbox/place.tsx";
import { NoChannel } from "./no_channel.tsx";
import { NotInside } from "./not_inside.tsx";
import { Sidebar } from "./sidebar/sidebar.tsx";
import { channelSlug, isDirect } from "./state/channel_list.ts";
import { readText, writeText } from "./state/flags.ts";
import type { Channel } from "./state/wire.ts";
import { useChannels, useChat } from "./use_chat.ts";
import { useEnded } from "./use_ended.ts";
import { useKeys } from "./use_keys.ts";
import { useNotifier } from "./use_notifier.ts";
import { useSeen } from "./use_seen.ts";
import { usePermalink } from "./use_permalink.ts";
import { useUnreadIcon } from "./use_unread_icon.ts";
import { useWantedChannel } from "./use_wanted_channel.ts";
import { locale, t } from "./i18n/language.ts";
import { useLanguage, usePluginRoute } from "@bulkhead/ui";
import { useLastWorkspace } from "./use_last_workspace.ts";
import { ScopeContext, slugOf, useAddressed, useChatRoute, useElsewhere, useHub } from "./use_workspaces.ts";

const LAST = "last";

/**
 * Chat: conversations at the left, the chosen one in the middle, a thread or what it is about at the right.
 * In another workspace than the first the address begins with it: `/app/chat/~<workspace>/…`. `/app/chat/<channel>`, `/app/chat/<channel>/thread/<message>`, `/app/chat/-threads`; a message by `#<id>`.
 */
export default function ChatPage() {
  const { language, key } = useLanguage();
  // Texts are read while drawing: another language draws all anew.
  return (
    <KitLanguageProvider language={language} locale={locale()}>
      <div lang={language} className="contents" key={key}>
        <InWorkspace />
      </div>
    </KitLanguageProvider>
  );
}

/** Chat in the workspace that the address names; another one begins with a page of its own. */
function InWorkspace() {
  const { scope, missing, state } = useAddressed();
  const { board } = useHub();
  const { segments } = usePluginRoute();
  useLastWorkspace(state.items);
  if (scope) {
    return (
      <ScopeContext value={scope}>
        <Chat key={scope.slug ?? ""} />
      </ScopeContext>
    );
  }
  if (state.phase === "failed") {
    const { message, hint, traceId } = state.problem!;
    return (
      <ErrorState
        page
        title={t("The workspaces could not be read")}
        message={message}
        hint={hint}
        traceId={traceId}
        onRetry={() => void board.load()}
      />
    );
  }
  if (!missing) return <SkeletonRows count={8} label={t("Loading channels")} />;
  const slug = slugOf(segments);
  return <NotInside workspace={state.items.find((item) => !item.member && item.slug === slug)} />;
}

function Chat() {
  const chat = useChat();
  const { phase, items, problem } = useChannels();
  const { segments, go, slug } = useChatRoute();
  const last = slug === undefined ? LAST : `${LAST}.${chat.workspaceId ?? slug}`;
  const [dialog, setDialog] = useState<OpenDialog>();
  const [wanted, pane, rootId] = segments;
  const place = wanted && PLACES.has(wanted) ? wanted : undefined;
  const { channel, looking } = useWantedChannel(place ? undefined : wanted);
  useNotifier(channel?.id);
  useSeen();
  useKeys(channel?.id, { onKeys: () => setDialog({ kind: "keys" }) });
  usePermalink();
  useEnded(channel?.id, () => {
    writeText(last, "");
    go("", { replace: true });
  });
  const elsewhere = useElsewhere();
  useUnreadIcon(items.some((each) => (each.mentions ?? 0) > 0) || elsewhere.mentions > 0);

  // Wide screens open the last channel by themselves; on narrow ones the list is a page of its own.
  useEffect(() => {
    // A permalink is on its way to where it leads.
    if (new URLSearchParams(location.search).has("channel")) return;
    if (wanted || phase !== "ready" || matchMedia("(max-width: 767px)").matches) return;
    const joined = items.filter((each) => each.joined && !each.hidden);
    const recent = joined.find((each) => each.id === readText(last)) ?? joined.find((each) =>
      each.name === "general"
    ) ??
      joined.find((each) => !isDirect(each)) ?? joined[0];
    if (recent) go(channelSlug(items, recent), { replace: true });
  }, [wanted, phase, items, go]);
  useEffect(() => {
    if (channel) writeText(last, channel.id);
  }, [channel?.id]);

  const open = (next: Channel) => {
    setDialog(undefined);
    go(channelSlug(items, next));
  };
  const back = () => go("");
  const close = () => channel && go(channelSlug(items, channel));
  return (
    <>
      <Panes
        list={
          <Sidebar
            current={place ?? channel?.id}
            onBrowse={() => setDialog({ kind: "browse" })}
            onDirect={() => setDialog({ kind: "direct" })}
            onSection={() => setDialog({ kind: "section" })}
            onRename={({ id, name, emoji }) => setDialog({ kind: "rename_section", id, name, emoji })}
            onSearch={() => go("-search")}
            onStatus={() => setDialog({ kind: "status" })}
            onKeys={() => setDialog({ kind: "keys" })}
            onWorkspace={(kind) => setDialog({ kind })}
          />
        }
        narrow={wanted ? "main" : "list"}
        detail={channel && pane && <Detail channel={channel} pane={pane} rootId={rootId} onClose={close} />}
        detailTitle={pane === "thread" ? t("Thread") : t("About")}
        onCloseDetail={close}
      >
        {(phase === "loading" || looking) && <SkeletonRows count={8} label={t("Loading channels")} />}
        {phase === "failed" && (
          <ErrorState
            page
            title={t("The channels could not be read")}
            message={problem!.message}
            hint={problem!.hint}
            traceId={problem!.traceId}
            onRetry={() => void chat.refresh()}
          />
        )}
        {phase === "ready" && place && <Place place={place} rest={segments.slice(1).join("/")} onBack={back} />}
        {phase === "ready" && <Conversations items={items} current={channel} onBack={back} />}
        {phase === "ready" && !place && !channel && !looking && (
          <NoChannel
            wanted={wanted}
            onBack={back}
            onCreate={() => setDialog({ kind: "create", name: wanted ?? "" })}
          />
        )}
      </Panes>
      <ChatDialogs open={dialog} onChange={setDialog} onOpened={open} />
    </>
  );
}

interface DetailProps {
  channel: Channel;
  pane: string;
  rootId?: string;
  onClose(): void;
}

/** What stands beside a conversation. */
function Detail({ channel, pane, rootId, onClose }: DetailProps) {
  const { list } = useChat().messages(channel.id);
  if (pane === "thread" && rootId) {
    return <ThreadPanel key={rootId} channel={channel} rootId={rootId} onClose={onClose} />;
  }
  if (pane === "about") return <AboutPanel key={channel.id} channel={channel} onClose={onClose} />;
  const known = list.get().items;
  if (pane === "files") {
    const files = known.flatMap((item) => item.files ?? []).filter((file) => !file.deleted).map((file) => file.id);
    return <FilesPanel key={channel.id} channel={channel} known={files.join()} onClose={onClose} />;
  }
  if (pane !== "pins") return null;
  const pinned = known.filter((item) => item.pinned).map((item) => item.id).join();
  return <PinsPanel channel={channel} pinned={pinned} onClose={onClose} />;
}
