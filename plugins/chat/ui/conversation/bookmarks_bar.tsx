import { ArrowLeft, ArrowRight, Ellipsis, Link2, Pencil, Plus, Trash2 } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { cx, IconButton, Menu, MenuItem, MenuSeparator } from "@bulkhead/kit";
import { BookmarkDialog } from "../dialogs/bookmark_dialog.tsx";
import { t } from "../i18n/language.ts";
import { EmojiView } from "../message/emoji_view.tsx";
import type { Bookmark, Channel } from "../state/wire.ts";
import { attempt, useChat } from "../use_chat.ts";
import { useBookmarkDrag } from "./use_bookmark_drag.ts";
import { useBookmarks } from "./use_bookmarks.ts";

/** The links at the top of a channel, in an order that its members choose; not there where there are none. */
export function BookmarksBar({ channel }: { channel: Channel }) {
  const chat = useChat();
  const links = useBookmarks(channel.id) ?? [];
  const list = useRef<HTMLUListElement>(null);
  const [asked, setAsked] = useState<Bookmark | "new">();
  const [moved, setMoved] = useState("");
  const may = channel.joined && !channel.archivedAt;
  const move = (id: string, index: number) => {
    const link = links.find((each) => each.id === id)!;
    setMoved(t("{title}: {number} of {total}", { title: link.title, number: index + 1, total: links.length }));
    attempt(chat.bookmarks.move(channel.id, id, index), t("The order was not changed"));
  };
  const drag = useBookmarkDrag(links.map((each) => each.id), move);
  const step = (link: Bookmark, by: 1 | -1) => {
    const to = links.indexOf(link) + by;
    if (to < 0 || to >= links.length) return;
    move(link.id, to);
    // The element is another one's in its new place.
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-bookmark="${link.id}"] a`)?.focus());
  };
  const onKeyDown = (event: KeyboardEvent, link: Bookmark) => {
    const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : undefined;
    if (!may || !by || !event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    step(link, by);
  };
  const remove = (link: Bookmark) =>
    attempt(chat.rpc.call("chat.bookmark.remove", { id: link.id }), t("The link is still there"));
  if (links.length === 0) return null;
  return (
    <nav
      aria-label={t("Links of this channel")}
      className="flex h-9 max-md:h-11 shrink-0 items-center border-b border-line"
    >
      <ul
        ref={list}
        {...drag.area}
        className="flex h-full min-w-0 items-center gap-0.5 overflow-x-auto px-2 [scrollbar-width:none] md:px-4"
      >
        {links.map((link, index) => (
          <li
            key={link.id}
            data-bookmark={link.id}
            draggable={may}
            className={cx(
              "group/link relative flex h-7 max-md:h-11 shrink-0 items-center rounded-control hover:bg-hover",
              drag.carried === link.id && "opacity-45",
            )}
          >
            {(drag.place === index || (drag.place === links.length && index === links.length - 1)) && (
              <span
                aria-hidden
                className={cx(
                  "absolute inset-y-0.5 w-0.5 rounded-pill bg-accent",
                  drag.place === index ? "-start-0.5" : "-end-0.5",
                )}
              />
            )}
            <a
              href={link.url}
              target="_blank"
              rel="noreferrer noopener"
              title={link.url}
              // The element around it is carried, not its address.
              draggable={false}
              onKeyDown={(event) => onKeyDown(event, link)}
              className={cx(
                "ring-in flex h-full max-w-52 items-center gap-1.5 rounded-control ps-2 text-13 text-ink-2 hover:text-ink",
                may ? "pe-1" : "pe-2",
              )}
            >
              {link.emoji
                ? <EmojiView emoji={link.emoji} className="text-14 leading-none" />
                : <Link2 size={14} className="shrink-0 text-ink-3" aria-hidden />}
              <span className="min-w-0 truncate" dir="auto">{link.title}</span>
            </a>
            {may && (
              <Menu
                trigger={
                  <button
                    type="button"
                    aria-label={t("Menu of {name}", { name: link.title })}
                    className="ring-in inline-flex size-6 shrink-0 items-center justify-center rounded-control text-ink-3 opacity-0 group-focus-within/link:opacity-100 group-hover/link:opacity-100 hover:bg-active hover:text-ink data-popup-open:opacity-100 [@media(hover:none)]:opacity-100"
                  >
                    <Ellipsis size={14} aria-hidden />
                  </button>
                }
              >
                <MenuItem icon={<Pencil size={15} aria-hidden />} onSelect={() => setAsked(link)}>
                  {t("Edit")}
                </MenuItem>
                {index > 0 && (
                  <MenuItem
                    icon={<ArrowLeft size={15} aria-hidden />}
                    shortcut="Mod+Shift+←"
                    onSelect={() => step(link, -1)}
                  >
                    {t("Move to the front")}
                  </MenuItem>
                )}
                {index < links.length - 1 && (
                  <MenuItem
                    icon={<ArrowRight size={15} aria-hidden />}
                    shortcut="Mod+Shift+→"
                    onSelect={() => step(link, 1)}
                  >
                    {t("Move to the back")}
                  </MenuItem>
                )}
                <MenuSeparator />
                <MenuItem danger icon={<Trash2 size={15} aria-hidden />} onSelect={() => remove(link)}>
                  {t("Remove")}
                </MenuItem>
              </Menu>
            )}
          </li>
        ))}
      </ul>
      {may && (
        <IconButton
          size="sm"
          label={t("Add a link")}
          className="me-2 text-ink-3"
          icon={<Plus size={15} aria-hidden />}
          onClick={() => setAsked("new")}
        />
      )}
      <span role="status" className="sr-only">{moved}</span>
      {asked && (
        <BookmarkDialog
          channel={channel}
          bookmark={asked === "new" ? undefined : asked}
          onClose={() => setAsked(undefined)}
        />
      )}
    </nav>
  );
}
