import { LoaderCircle } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx.ts";

export type ButtonKind = "primary" | "secondary" | "ghost" | "danger";
export type ControlSize = "sm" | "md" | "lg";

export const BUTTON_KIND: Record<ButtonKind, string> = {
  primary: "bg-accent-solid text-on-accent hover:bg-accent-solid-hover",
  secondary: "bg-raised text-ink border border-line-strong hover:bg-hover",
  ghost: "text-ink-2 hover:bg-hover hover:text-ink",
  danger: "bg-bad-solid text-on-bad hover:opacity-90",
};

const SIZE: Record<ControlSize, string> = {
  sm: "min-h-7 max-md:min-h-9 px-2 text-12 gap-1.5",
  md: "min-h-8 max-md:min-h-11 px-3 text-13 gap-1.5",
  lg: "min-h-10 max-md:min-h-11 px-4 text-14 gap-2",
};

export const BUTTON_BASE = "inline-flex items-center justify-center rounded-control font-medium " +
  "select-none transition-colors duration-80 disabled:opacity-50 aria-disabled:opacity-50 disabled:pointer-events-none";

/** The look of a button, for a link that stands where a button would. */
export function buttonClass(kind: ButtonKind = "secondary", size: ControlSize = "md"): string {
  return cx(BUTTON_BASE, "shrink-0 whitespace-nowrap", BUTTON_KIND[kind], SIZE[size]);
}

export interface ButtonProps extends Omit<ComponentProps<"button">, "size"> {
  kind?: ButtonKind;
  size?: ControlSize;
  /** Shows that the action is under way; the button stays focusable but does nothing. */
  busy?: boolean;
  icon?: ReactNode;
  /** Its words say much: on a narrow screen they take more than one line. */
  long?: boolean;
}

/** A button with a word on it. The word is a verb: "Install", "Retry". */
export function Button(
  { kind = "secondary", size = "md", busy, icon, long, children, className, onClick, ...rest }: ButtonProps,
) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={cx(
        BUTTON_BASE,
        BUTTON_KIND[kind],
        SIZE[size],
        long ? "py-1.5 text-balance" : "shrink-0 whitespace-nowrap",
        className,
      )}
    >
      {busy ? <LoaderCircle size={14} className="animate-spin" aria-hidden /> : icon}
      {children}
    </button>
  );
}
