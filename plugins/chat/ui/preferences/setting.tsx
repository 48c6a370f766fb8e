import type { ReactNode } from "react";

export interface SettingProps {
  label: ReactNode;
  /** One sentence of what it means. */
  hint?: ReactNode;
  /** Stands at the right; under the words on narrow screens when it is wide. */
  control: ReactNode;
  wide?: boolean;
}

/** One choice: what it is, and the control that makes it. */
export function Setting({ label, hint, control, wide }: SettingProps) {
  return (
    <div
      className={`flex min-h-12 justify-between gap-x-6 gap-y-2 border-b border-line py-3 last:border-0 ${
        wide ? "flex-col md:flex-row md:items-center" : "items-center"
      }`}
    >
      <div className="min-w-0">
        <p className="text-14">{label}</p>
        {hint && <p className="text-12 text-ink-3">{hint}</p>}
      </div>
      <div className="flex shrink-0 items-center gap-2">{control}</div>
    </div>
  );
}
