import { Switch as Base } from "@base-ui/react/switch";
import { cx } from "./cx.ts";

export interface SwitchProps {
  checked: boolean;
  onChange(checked: boolean): void;
  /** The accessible name: what is turned on. */
  label: string;
  disabled?: boolean;
  /** The change is on its way. */
  busy?: boolean;
}

/** On or off, at once. */
export function Switch({ checked, onChange, label, disabled, busy }: SwitchProps) {
  return (
    <Base.Root
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      aria-label={label}
      aria-busy={busy || undefined}
      className={cx(
        "relative inline-flex h-5 w-[34px] shrink-0 after:absolute after:-inset-x-1 after:-inset-y-3 items-center rounded-pill p-0.5 transition-colors duration-120",
        "bg-control data-checked:bg-accent-solid data-disabled:opacity-45 aria-busy:animate-pulse",
      )}
    >
      <Base.Thumb className="size-4 rounded-pill bg-surface shadow-sm transition-transform duration-120 data-checked:translate-x-[14px]" />
    </Base.Root>
  );
}
