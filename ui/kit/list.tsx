import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx.ts";

/** What a row looks like, for links as well as for buttons. */
export function rowClass({ selected, dense }: { selected?: boolean; dense?: boolean } = {}): string {
  return cx(
    "ring-in flex w-full min-w-0 items-center gap-2 rounded-control px-2 text-left text-13 select-none max-md:min-h-12 max-md:text-14",
    dense ? "h-8" : "h-10",
    selected ? "bg-active font-medium text-ink" : "text-ink-2 hover:bg-hover hover:text-ink",
  );
}

export interface RowProps extends ComponentProps<"button"> {
  selected?: boolean;
  dense?: boolean;
}

/** A line of a list that can be chosen. */
export function Row({ selected, dense, className, ...rest }: RowProps) {
  return (
    <button
      type="button"
      aria-current={selected || undefined}
      {...rest}
      className={cx(rowClass({ selected, dense }), className)}
    />
  );
}

/** A heading over some rows of a list. */
export function ListHeading({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex h-8 items-center justify-between pr-1 pl-2 text-12 font-medium text-ink-3">
      <h2 className="font-medium">{children}</h2>
      {action}
    </div>
  );
}
