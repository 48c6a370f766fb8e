import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";

export interface PopoverProps {
  trigger: ReactElement<Record<string, unknown>>;
  label: string;
  open?: boolean;
  onOpenChange?(open: boolean): void;
  children: ReactNode;
  side?: "top" | "bottom" | "left" | "right";
  align?: "start" | "center" | "end";
}

/** A small pane at a control, for what is more than a list of actions. */
export function Popover(
  { trigger, label, open, onOpenChange, children, side = "bottom", align = "end" }: PopoverProps,
) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={4} collisionPadding={8} className="z-50">
          <Base.Popup aria-label={label} className="popup rounded-card bg-raised p-2 shadow-float outline-none">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
