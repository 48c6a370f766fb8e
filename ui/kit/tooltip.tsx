import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement } from "react";
import { Kbd } from "./kbd.tsx";

export interface TooltipProps {
  label: string;
  shortcut?: string;
  side?: "top" | "right" | "bottom" | "left";
  children: ReactElement<Record<string, unknown>>;
}

/** Says in words what a control does. Never holds anything that cannot be had without it. */
export function Tooltip({ label, shortcut, side = "top", children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} collisionPadding={8} className="z-50">
          <Base.Popup className="popup flex max-w-72 items-center gap-2 rounded-control bg-ink px-2 py-1 text-12 text-canvas">
            {label}
            {shortcut && <Kbd keys={shortcut} inverted />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Wraps the page once, so that moving between controls shows the next tooltip at once. */
export const TooltipProvider = Base.Provider;
