import { Menu as Base } from "@base-ui/react/menu";
import { ChevronRight } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { cx } from "./cx.ts";
import { Kbd } from "./kbd.tsx";

export interface MenuProps {
  trigger: ReactElement<Record<string, unknown>>;
  children: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
  align?: "start" | "center" | "end";
  onOpenChange?(open: boolean): void;
}

/** Actions on one thing, under a button. */
export function Menu({ trigger, children, side = "bottom", align = "end", onOpenChange }: MenuProps) {
  return (
    <Base.Root onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={4} className="z-50 outline-none">
          <Base.Popup className={POPUP}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** What does not fit the screen is scrolled to. */
const POPUP =
  "popup scroll-y max-h-(--available-height) min-w-44 rounded-card bg-raised p-1 text-13 shadow-float outline-none";

export interface MenuItemProps {
  icon?: ReactNode;
  shortcut?: string;
  danger?: boolean;
  disabled?: boolean;
  onSelect(): void;
  children: ReactNode;
}

const ITEM =
  "flex h-8 max-md:h-11 items-center gap-2 rounded-control px-2 outline-none select-none data-highlighted:bg-active " +
  "data-disabled:opacity-45";

export function MenuItem({ icon, shortcut, danger, disabled, onSelect, children }: MenuItemProps) {
  return (
    <Base.Item onClick={onSelect} disabled={disabled} className={cx(ITEM, danger && "text-bad-ink")}>
      <span className={cx("inline-flex w-4 shrink-0", !danger && "text-ink-3")}>{icon}</span>
      <span className="flex-1">{children}</span>
      {shortcut && <Kbd keys={shortcut} />}
    </Base.Item>
  );
}

export interface MenuSubProps {
  icon?: ReactNode;
  label: string;
  children: ReactNode;
}

/** Actions of one kind, in a menu beside the menu. */
export function MenuSub({ icon, label, children }: MenuSubProps) {
  return (
    <Base.SubmenuRoot>
      <Base.SubmenuTrigger className={cx(ITEM, "data-popup-open:bg-active")}>
        <span className="inline-flex w-4 shrink-0 text-ink-3">{icon}</span>
        <span className="flex-1">{label}</span>
        <ChevronRight size={14} className="text-ink-3" aria-hidden />
      </Base.SubmenuTrigger>
      <Base.Portal>
        <Base.Positioner sideOffset={2} alignOffset={-4} className="z-50 outline-none">
          <Base.Popup className={POPUP}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.SubmenuRoot>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="my-1 h-px bg-line" />;
}

/** A small heading that is no action: who is signed in, for instance. */
export function MenuHeading({ children }: { children: ReactNode }) {
  return <div className="px-2 py-1.5 text-12 text-ink-3">{children}</div>;
}

export interface MenuChoiceProps<T extends string> {
  label: string;
  value: T;
  options: { value: T; label: string; icon?: ReactNode }[];
  onChange(value: NoInfer<T>): void;
  /** The menu is done with once one is chosen; without it others can be tried. */
  closes?: boolean;
}

/** One of a few, inside a menu. */
export function MenuChoice<T extends string>({ label, value, options, onChange, closes = false }: MenuChoiceProps<T>) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-12 text-ink-3">{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={(next) => onChange(next as T)}>
        {options.map((option) => (
          <Base.RadioItem key={option.value} value={option.value} closeOnClick={closes} className={ITEM}>
            <span className="inline-flex w-4 shrink-0 text-ink-3">{option.icon}</span>
            <span className="flex-1">{option.label}</span>
            <Base.RadioItemIndicator className="size-1.5 rounded-pill bg-accent" />
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}
