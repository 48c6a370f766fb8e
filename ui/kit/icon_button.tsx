import type { ComponentProps, ReactNode } from "react";
import { BUTTON_BASE, BUTTON_KIND, type ControlSize } from "./button.tsx";
import { cx } from "./cx.ts";
import { Tooltip } from "./tooltip.tsx";

export interface IconButtonProps extends Omit<ComponentProps<"button">, "children"> {
  /** What it does: the accessible name and the tooltip. */
  label: string;
  icon: ReactNode;
  /** Key that does the same, shown in the tooltip. */
  shortcut?: string;
  size?: ControlSize;
  kind?: "ghost" | "secondary";
  side?: "top" | "right" | "bottom" | "left";
}

const SQUARE: Record<ControlSize, string> = {
  sm: "size-7 max-md:size-9",
  md: "size-8 max-md:size-11",
  lg: "size-10 max-md:size-11",
};

/** A button that is only an icon; its label is the tooltip. */
export function IconButton(
  { label, icon, shortcut, size = "md", kind = "ghost", side, className, ...rest }: IconButtonProps,
) {
  return (
    <Tooltip label={label} shortcut={shortcut} side={side}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={cx(BUTTON_BASE, "shrink-0", BUTTON_KIND[kind], SQUARE[size], className)}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
