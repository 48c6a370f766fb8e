import { Download, Ellipsis, ExternalLink, Link2, MessageSquare, Trash2 } from "lucide-react";
import { useState } from "react";
import { cx, Menu, MenuItem, MenuSeparator, toast } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { ConfirmDialog } from "../manage/confirm_dialog.tsx";
import type { Attachment } from "../state/wire.ts";
import { attempt, useChat } from "../use_chat.ts";

export interface FileMenuProps {
  file: Attachment;
  mayDelete: boolean;
  /** Leads to the message on which it hangs, from where that is not beside it. */
  onShow?(): void;
  onDeleted?(): void;
  className?: string;
}

/** What can be done with an attached file. */
export function FileMenu({ file, mayDelete, onShow, onDeleted, className }: FileMenuProps) {
  const { rpc } = useChat();
  const [asking, setAsking] = useState(false);
  const [clientId] = useState(() => crypto.randomUUID());
  const copy = () =>
    attempt(
      navigator.clipboard.writeText(`${location.origin}/files/${file.id}`).then(() =>
        toast({ title: t("Link copied"), tone: "ok" })
      ),
      t("It was not copied"),
    );
  return (
    <>
      <Menu
        trigger={
          <button
            type="button"
            aria-label={t("Menu of {name}", { name: file.name })}
            className={cx(
              "ring-in inline-flex size-7 max-md:size-11 shrink-0 items-center justify-center rounded-control text-ink-3 hover:bg-hover hover:text-ink data-popup-open:opacity-100",
              className,
            )}
          >
            <Ellipsis size={15} aria-hidden />
          </button>
        }
      >
        {!file.blocked && (
          <>
            <MenuItem icon={<Download size={15} aria-hidden />} onSelect={() => download(file)}>
              {t("Download")}
            </MenuItem>
            <MenuItem
              icon={<ExternalLink size={15} aria-hidden />}
              onSelect={() => void open(`/files/${file.id}`, "_blank", "noreferrer")}
            >
              {t("Open in a tab of its own")}
            </MenuItem>
            <MenuItem icon={<Link2 size={15} aria-hidden />} onSelect={copy}>{t("Copy link")}</MenuItem>
          </>
        )}
        {onShow && (
          <MenuItem icon={<MessageSquare size={15} aria-hidden />} onSelect={onShow}>{t("Show the message")}</MenuItem>
        )}
        {mayDelete && (
          <>
            {(!file.blocked || onShow) && <MenuSeparator />}
            <MenuItem danger icon={<Trash2 size={15} aria-hidden />} onSelect={() => setAsking(true)}>
              {t("Delete the file")}
            </MenuItem>
          </>
        )}
      </Menu>
      {asking && (
        <ConfirmDialog
          title={t("Delete {name}?", { name: file.name })}
          words={t("It is gone for everybody, and nothing brings it back. The message stays.")}
          verb={t("Delete the file")}
          onClose={() => setAsking(false)}
          onConfirm={() => rpc.call("chat.file.delete", { id: file.id, clientId }).then(onDeleted)}
        />
      )}
    </>
  );
}

function download({ id, name }: Attachment): void {
  const link = document.createElement("a");
  link.href = `/files/${id}`;
  link.download = name;
  link.click();
}
