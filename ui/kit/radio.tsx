import { Radio } from "@base-ui/react/radio";
import { RadioGroup as Base } from "@base-ui/react/radio-group";
import { type ReactNode, useId } from "react";

export interface RadioGroupProps<T extends string> {
  label: string;
  value: T;
  onChange(value: NoInfer<T>): void;
  options: { value: T; label: ReactNode; hint?: ReactNode; disabled?: boolean }[];
}

/** One of a few, each with a sentence of what it means. */
export function RadioGroup<T extends string>({ label, value, onChange, options }: RadioGroupProps<T>) {
  return (
    <Base
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as T)}
      className="flex flex-col gap-2"
    >
      {options.map((option) => <Choice key={option.value} {...option} />)}
    </Base>
  );
}

function Choice(
  { value, label, hint, disabled }: { value: string; label: ReactNode; hint?: ReactNode; disabled?: boolean },
) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <Radio.Root
        id={id}
        value={value}
        disabled={disabled}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="mt-0.5 inline-flex size-4 shrink-0 items-center justify-center rounded-pill border border-control bg-raised data-checked:border-accent-solid data-checked:bg-accent-solid data-disabled:opacity-50"
      >
        <Radio.Indicator className="size-1.5 rounded-pill bg-on-accent" />
      </Radio.Root>
      <label htmlFor={id} className="min-w-0 text-13">
        <span id={`${id}-label`} className="block font-medium">{label}</span>
        {hint && <span id={`${id}-hint`} className="block text-12 text-ink-3">{hint}</span>}
      </label>
    </div>
  );
}
