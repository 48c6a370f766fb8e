import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import { cx } from "./cx.ts";

export interface SelectProps<T extends string> {
  value: T;
  options: { value: T; label: string }[];
  onChange(value: NoInfer<T>): void;
  label: string;
  className?: string;
  disabled?: boolean;
  /** Shown while nothing is chosen. */
  placeholder?: string;
  /** From {@linkcode Field}, when it stands in one. */
  id?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
}

/** One of a few. */
export function Select<T extends string>(
  { value, options, onChange, label, className, disabled, placeholder, ...control }: SelectProps<T>,
) {
  return (
    <Base.Root
      items={options}
      value={value || null}
      disabled={disabled}
      onValueChange={(next) => next !== null && onChange(next as T)}
    >
      <Base.Trigger
        {...control}
        aria-label={label}
        className={cx(
          "ring-in inline-flex h-8 max-md:h-11 items-center justify-between gap-2 rounded-control border border-line-strong bg-raised px-2.5 text-13 hover:bg-hover data-popup-open:bg-hover data-disabled:opacity-50 aria-invalid:border-bad",
          className,
        )}
      >
        <span className="min-w-0 truncate">
          <Base.Value>
            {(chosen: T | null) =>
              options.find((option) => option.value === chosen)?.label ??
                <span className="text-ink-3">{placeholder ?? "Choose"}</span>}
          </Base.Value>
        </span>
        <Base.Icon className="text-ink-3">
          <ChevronsUpDown size={14} />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50 outline-none">
          <Base.Popup className="popup scroll-y max-h-(--available-height) min-w-(--anchor-width) rounded-card bg-raised p-1 shadow-float">
            <Base.List>
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  className="flex h-8 max-md:h-11 items-center gap-2 rounded-control pr-3 pl-2 text-13 outline-none select-none data-highlighted:bg-active"
                >
                  <span className="inline-flex w-4">
                    <Base.ItemIndicator>
                      <Check size={14} />
                    </Base.ItemIndicator>
                  </span>
                  <Base.ItemText>{option.label}</Base.ItemText>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
