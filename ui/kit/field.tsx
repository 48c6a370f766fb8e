import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useKitWords } from "./i18n/language.tsx";

export interface FieldProps {
  label: string;
  /** One sentence under the control. */
  hint?: ReactNode;
  error?: string;
  /** Said after the label, where the fewer fields are so: "needed" or "optional". */
  mark?: "needed" | "optional";
  /** Draws the control; hand the ids on to it. */
  children: (control: { id: string; "aria-describedby"?: string; "aria-invalid"?: true }) => ReactNode;
}

/** A label, a control, and what is wrong with it. */
export function Field({ label, hint, error, mark, children }: FieldProps) {
  const { word } = useKitWords();
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-13 font-medium text-ink-2">
        {label}
        {mark && <span className="font-normal text-ink-3">, {word(mark)}</span>}
      </label>
      {children({ id, "aria-describedby": note ? `${id}-note` : undefined, "aria-invalid": error ? true : undefined })}
      {note && (
        <p id={`${id}-note`} className={error ? "flex items-start gap-1.5 text-12 text-bad-ink" : "text-12 text-ink-3"}>
          {error && <CircleAlert size={14} className="mt-px shrink-0" aria-hidden />}
          <span>{note}</span>
        </p>
      )}
    </div>
  );
}
