import { Paperclip } from "lucide-react";
import { useRef } from "react";
import { IconButton } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";

/** Chooses files to hang on the message; they can be dropped or pasted as well. */
export function AttachButton({ onFiles }: { onFiles(files: FileList): void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton
        size="sm"
        label={t("Attach files")}
        className="text-ink-3"
        icon={<Paperclip size={15} aria-hidden />}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t("Files to attach")}
        onChange={(event) => {
          if (event.target.files) onFiles(event.target.files);
          // The same file can be chosen again.
          event.target.value = "";
        }}
      />
    </>
  );
}
