import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check, Minus } from "lucide-react";
import { type ReactNode, useId } from "react";

export interface CheckboxProps {
  checked: boolean;
  indeterminate?: boolean;
  onChange(checked: boolean): void;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
}

export function Checkbox({ checked, indeterminate, onChange, label, hint, disabled }: CheckboxProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <Base.Root
        id={id}
        checked={checked}
        indeterminate={indeterminate}
        onCheckedChange={onChange}
        disabled={disabled}
        className="mt-0.5 inline-flex size-4 shrink-0 items-center justify-center rounded-sm border border-control bg-raised text-on-accent data-checked:border-accent-solid data-checked:bg-accent-solid data-indeterminate:border-accent-solid data-indeterminate:bg-accent-solid data-disabled:opacity-50"
      >
        <Base.Indicator>
          {indeterminate ? <Minus size={12} strokeWidth={3} /> : <Check size={12} strokeWidth={3} />}
        </Base.Indicator>
      </Base.Root>
      <label htmlFor={id} className="text-14">
        {label}
        {hint && <span className="block text-12 text-ink-3">{hint}</span>}
      </label>
    </div>
  );
}
