import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, type RefObject, useRef } from "react";
import { cx } from "./cx.ts";
import { useKitWords } from "./i18n/language.tsx";

export interface DialogProps {
  open: boolean;
  onClose(): void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons; the main action stands last. */
  footer?: ReactNode;
  initialFocus?: RefObject<HTMLElement | null>;
}

const SCRIM =
  "fixed inset-0 z-40 bg-scrim transition-opacity duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0";

/** One question or form that stands before the page. */
export function Dialog({ open, onClose, title, description, children, footer, initialFocus }: DialogProps) {
  const { word } = useKitWords();
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={SCRIM} />
        <Base.Popup
          initialFocus={initialFocus}
          className="popup fixed top-[14vh] left-1/2 z-40 flex max-h-[76vh] max-md:top-[5dvh] max-md:max-h-[90dvh] w-[min(440px,calc(100vw-24px))] -translate-x-1/2 flex-col rounded-card bg-raised shadow-float outline-none data-ending-style:-translate-x-1/2 data-starting-style:-translate-x-1/2"
        >
          <header className="flex items-start gap-3 px-5 pt-5">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-16 font-semibold">{title}</Base.Title>
              {description && <Base.Description className="mt-1 text-13 text-ink-2">{description}</Base.Description>}
            </div>
            <Base.Close
              aria-label={word("Close")}
              className="-mt-1 -mr-2 inline-flex size-7 max-md:-mt-3 max-md:-mr-3.5 max-md:size-11 items-center justify-center rounded-control text-ink-3 hover:bg-hover hover:text-ink"
            >
              <X size={16} aria-hidden />
            </Base.Close>
          </header>
          {children && <div className="scroll-y px-5 pt-4">{children}</div>}
          <footer className="flex justify-end gap-2 p-5">{footer}</footer>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

export interface SheetProps {
  open: boolean;
  onClose(): void;
  title: string;
  children: ReactNode;
  className?: string;
}

/** A pane that slides over the page's right side: detail on screens that have no room beside. */
export function Sheet({ open, onClose, title, children, className }: SheetProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={SCRIM} />
        <Base.Popup
          ref={popup}
          // Focus goes to the pane, not to its first button, which would look pressed.
          initialFocus={popup}
          tabIndex={-1}
          aria-label={title}
          className={cx(
            "fixed inset-y-0 right-0 z-40 flex w-[min(400px,100vw)] flex-col bg-surface shadow-float outline-none",
            "transition-transform duration-120 ease-out data-ending-style:translate-x-6 data-ending-style:opacity-0 data-starting-style:translate-x-6 data-starting-style:opacity-0",
            className,
          )}
        >
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
