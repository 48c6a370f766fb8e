import { cloneElement, type ReactElement, type ReactNode, useState } from "react";
import { Popover, type PopoverProps } from "@bulkhead/kit";

export interface LazyPopoverProps extends Pick<PopoverProps, "label" | "side" | "align"> {
  trigger: ReactElement<Record<string, unknown>>;
  onOpenChange?(open: boolean): void;
  /** What the pane shows; closes it when it is done. */
  children(close: () => void): ReactNode;
}

/** A pane at a control that stands in each row of a list: until it is opened for the first time there is only the control. */
export function LazyPopover({ trigger, onOpenChange, children, ...rest }: LazyPopoverProps) {
  const [open, setOpen] = useState<boolean>();
  const change = (next: boolean) => {
    setOpen(next);
    onOpenChange?.(next);
  };
  if (open === undefined) return cloneElement(trigger, { onClick: () => change(true) });
  return (
    <Popover {...rest} trigger={trigger} open={open} onOpenChange={change}>
      {children(() => change(false))}
    </Popover>
  );
}
