import { Dialog } from "@base-ui/react/dialog";
import { ChevronLeft, ChevronRight, Download, ExternalLink, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { cx } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import type { Attachment } from "../state/wire.ts";

export interface LightboxProps {
  pictures: Attachment[];
  index: number;
  onIndex(index: number): void;
  onClose(): void;
}

/** Pictures of a message over the whole page: arrows go to the next one, Enter or a press shows its true size, Esc closes. */
export function Lightbox({ pictures, index, onIndex, onClose }: LightboxProps) {
  const popup = useRef<HTMLDivElement>(null);
  const [whole, setWhole] = useState(true);
  const picture = pictures[index]!;
  useEffect(() => setWhole(true), [index]);
  const several = pictures.length > 1;
  const go = (step: number) => onIndex((index + step + pictures.length) % pictures.length);
  const onKeyDown = (event: KeyboardEvent) => {
    // Those of the page behind it are not meant.
    event.stopPropagation();
    if (several && event.key === "ArrowLeft") go(-1);
    else if (several && event.key === "ArrowRight") go(1);
    else if (event.target === event.currentTarget && event.key === "Enter") setWhole(!whole);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-canvas/95" />
        <Dialog.Popup
          ref={popup}
          initialFocus={popup}
          tabIndex={-1}
          onKeyDown={onKeyDown}
          data-lightbox={index}
          className="fixed inset-0 z-40 flex flex-col text-ink outline-none"
        >
          <header className="flex h-12 shrink-0 items-center gap-1 px-3">
            <Dialog.Title className="min-w-0 truncate text-13 font-medium" dir="auto">{picture.name}</Dialog.Title>
            {several && (
              <span role="status" className="tabular shrink-0 px-2 text-12 text-ink-2">
                {t("{number} of {total}", { number: index + 1, total: pictures.length })}
              </span>
            )}
            <span className="ml-auto flex">
              <a
                className={CONTROL}
                href={`/files/${picture.id}`}
                download={picture.name}
                aria-label={t("Download {file}", { file: picture.name })}
              >
                <Download size={17} aria-hidden />
              </a>
              <a
                className={CONTROL}
                href={`/files/${picture.id}`}
                target="_blank"
                rel="noreferrer"
                aria-label={t("Open in a tab of its own")}
              >
                <ExternalLink size={17} aria-hidden />
              </a>
              <Dialog.Close className={CONTROL} aria-label={t("Close")}>
                <X size={18} aria-hidden />
              </Dialog.Close>
            </span>
          </header>
          <div className="relative flex min-h-0 flex-1">
            <div
              className={cx("flex min-h-0 min-w-0 flex-1 px-2 pb-4", whole ? "overflow-hidden" : "overflow-auto")}
              onClick={(event) => event.target === event.currentTarget && onClose()}
            >
              <img
                key={picture.id}
                src={`/files/${picture.id}`}
                alt={picture.name}
                onClick={() => setWhole(!whole)}
                className={cx(
                  "m-auto",
                  whole ? "max-h-full max-w-full cursor-zoom-in object-contain" : "max-w-none cursor-zoom-out",
                )}
              />
            </div>
            {several && (
              <>
                <Step at="left-2" label={t("Picture before")} onPress={() => go(-1)}>
                  <ChevronLeft size={22} aria-hidden />
                </Step>
                <Step at="right-2" label={t("Next picture")} onPress={() => go(1)}>
                  <ChevronRight size={22} aria-hidden />
                </Step>
              </>
            )}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const CONTROL = "inline-flex size-9 items-center justify-center rounded-control text-ink hover:bg-hover";

function Step({ at, label, onPress, children }: { at: string; label: string; onPress(): void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onPress}
      className={cx(CONTROL, "absolute top-1/2 size-11 -translate-y-1/2 border border-line bg-raised shadow-float", at)}
    >
      {children}
    </button>
  );
}
