import {
  File as FileIcon,
  FileArchive,
  FileAudio,
  FileImage,
  FileText,
  FileVideo,
  type LucideIcon,
  ShieldX,
} from "lucide-react";
import { RelativeTime } from "@bulkhead/kit";
import { type FileKind, fileKind } from "../../domain/file_kind.ts";
import { t } from "../i18n/language.ts";
import { PlaceLink } from "../inbox/place_link.tsx";
import { channelSlug, findChannel, titleOf } from "../state/channel_list.ts";
import { sizeWords } from "../state/size_words.ts";
import type { Attachment, FileItem } from "../state/wire.ts";
import { useChannels, usePerson } from "../use_chat.ts";
import { useChatRoute } from "../use_workspaces.ts";
import { FileMenu } from "./file_menu.tsx";
import { useMayDeleteFile } from "./use_may_delete_file.ts";

export interface FileRowProps {
  item: FileItem;
  channelId: string;
  /** Says in which channel it is, where that is not plain. */
  placed?: boolean;
  onDeleted(): void;
}

/** A file in a list: what it is, who sent it when, and what can be done with it. The name leads to it. */
export function FileRow({ item, channelId, placed, onDeleted }: FileRowProps) {
  const { file, owner, sentAt, messageId } = item;
  const { items } = useChannels();
  const { go } = useChatRoute();
  const sender = usePerson(owner);
  const channel = findChannel(items, channelId);
  const mayDelete = useMayDeleteFile(channelId);
  const show = () => go(channel ? channelSlug(items, channel) : channelId, { hash: messageId });
  return (
    <li data-file={file.id} className="flex items-center gap-3 px-4 py-2 hover:bg-hover">
      <Picture file={file} />
      <div className="min-w-0 flex-1">
        {file.blocked
          ? <p className="truncate text-14 font-medium text-ink-2 line-through" dir="auto">{file.name}</p>
          : (
            <a
              href={`/files/${file.id}`}
              target="_blank"
              rel="noreferrer"
              title={file.name}
              className="ring-in block truncate rounded-sm text-14 font-medium hover:underline"
              dir="auto"
            >
              {file.name}
            </a>
          )}
        <p className="flex min-w-0 items-center gap-1.5 text-12 text-ink-3">
          <PlaceLink
            message={{ id: messageId, channelId }}
            className="ring-in min-w-0 truncate rounded-sm hover:text-ink hover:underline"
          >
            <span dir="auto">{sender?.name ?? owner}</span>
            {placed && channel && <span dir="auto">{` · ${titleOf(channel)}`}</span>}
          </PlaceLink>
          <span aria-hidden>·</span>
          <RelativeTime at={sentAt} className="tabular shrink-0" />
          <span aria-hidden>·</span>
          <span className="tabular shrink-0">{file.blocked ? t("taken away") : sizeWords(file.sizeBytes)}</span>
        </p>
      </div>
      <FileMenu file={file} mayDelete={mayDelete(owner)} onShow={show} onDeleted={onDeleted} />
    </li>
  );
}

const ICONS: Record<FileKind, LucideIcon> = {
  image: FileImage,
  video: FileVideo,
  audio: FileAudio,
  document: FileText,
  archive: FileArchive,
  other: FileIcon,
};

function Picture({ file }: { file: Attachment }) {
  const box =
    "flex size-10 shrink-0 items-center justify-center overflow-hidden rounded-control border border-line bg-canvas";
  if (!file.blocked && file.thumbnail) {
    return <img src={`/files/${file.thumbnail.id}`} alt="" loading="lazy" className={`${box} object-cover`} />;
  }
  const Icon = file.blocked ? ShieldX : ICONS[fileKind(file.type)];
  return (
    <span className={box}>
      <Icon size={18} className={file.blocked ? "text-bad-ink" : "text-ink-3"} aria-hidden />
    </span>
  );
}
