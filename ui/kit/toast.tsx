import { Toast as Base } from "@base-ui/react/toast";
import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import type { ReactNode } from "react";
import { wordsOnScreen } from "./i18n/language.tsx";

export type ToastTone = "info" | "ok" | "bad";

export interface ToastOptions {
  title: string;
  description?: string;
  tone?: ToastTone;
  /** For instance `{label: "Undo", onClick}`. */
  action?: { label: string; onClick(): void };
}

const manager = Base.createToastManager<{ dismiss: string }>();

/** Tells what happened. A failure stays for ten seconds, the rest for five. */
export function toast({ title, description, tone = "info", action }: ToastOptions): void {
  const id = manager.add({
    title,
    description,
    type: tone,
    // The page that tells it may be gone when it is still there.
    data: { dismiss: wordsOnScreen().word("Dismiss") },
    timeout: tone === "bad" ? 10_000 : 5_000,
    priority: tone === "bad" ? "high" : "low",
    actionProps: action && {
      children: action.label,
      onClick: () => {
        action.onClick();
        manager.close(id);
      },
    },
  });
}

const ICON: Record<ToastTone, ReactNode> = {
  info: <Info size={16} className="text-accent-ink" aria-hidden />,
  ok: <CircleCheck size={16} className="text-ok-ink" aria-hidden />,
  bad: <CircleAlert size={16} className="text-bad-ink" aria-hidden />,
};

/** Draws the toasts; stands once in the page. */
export function Toasts() {
  return (
    <Base.Provider toastManager={manager} limit={3}>
      <Base.Portal>
        <Base.Viewport className="fixed top-[calc(env(safe-area-inset-top)+56px)] right-3 left-3 z-50 flex flex-col items-end gap-2 outline-none md:top-auto md:right-4 md:bottom-4 md:left-auto">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList() {
  const { toasts } = Base.useToastManager<{ dismiss: string }>();
  return toasts.map((item) => (
    <Base.Root
      key={item.id}
      toast={item}
      className="w-full rounded-card bg-raised shadow-float outline-none transition-[opacity,transform] duration-120 ease-out data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-2 data-starting-style:opacity-0 md:w-[340px]"
    >
      <Base.Content className="flex items-start gap-2.5 p-3">
        <span className="mt-0.5">{ICON[(item.type as ToastTone) ?? "info"]}</span>
        <div className="min-w-0 flex-1">
          <Base.Title className="text-13 font-medium wrap-anywhere" />
          <Base.Description className="mt-0.5 text-13 text-ink-2 wrap-anywhere" />
        </div>
        {item.actionProps && (
          <Base.Action className="rounded-control px-2 py-0.5 max-md:-my-2.5 max-md:min-h-11 max-md:px-3 text-13 font-medium text-accent-ink hover:bg-hover" />
        )}
        <Base.Close
          aria-label={item.data?.dismiss}
          className="-m-1 inline-flex size-6 max-md:-my-3 max-md:-mr-2.5 max-md:size-11 items-center justify-center rounded-control text-ink-3 hover:bg-hover hover:text-ink"
        >
          <X size={14} aria-hidden />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ));
}
