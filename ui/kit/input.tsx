import { Eye, EyeOff, Search } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { cx } from "./cx.ts";
import { useKitWords } from "./i18n/language.tsx";

const BOX =
  "ring-in w-full rounded-control border border-control/70 bg-raised text-14 max-md:text-16 text-ink transition-colors " +
  "duration-80 hover:border-control focus-visible:border-accent aria-invalid:border-bad disabled:opacity-50";

export type InputProps = ComponentProps<"input"> & { large?: boolean };

export function Input({ className, large, ...rest }: InputProps) {
  return <input {...rest} className={cx(BOX, large ? "h-10 max-md:h-11 px-3" : "h-8 max-md:h-11 px-2.5", className)} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea {...rest} className={cx(BOX, "min-h-20 px-2.5 py-1.5", className)} />;
}

/** A password with a button that shows it. */
export function PasswordField({ className, ...rest }: InputProps) {
  const [shown, setShown] = useState(false);
  const { word } = useKitWords();
  const label = shown ? word("Hide password") : word("Show password");
  return (
    <span className="relative block">
      <Input {...rest} type={shown ? "text" : "password"} className={cx("pr-10", className)} />
      <button
        type="button"
        aria-label={label}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-0 right-0 flex w-10 items-center justify-center rounded-control text-ink-3 hover:text-ink"
      >
        {shown ? <EyeOff size={16} aria-hidden /> : <Eye size={16} aria-hidden />}
      </button>
    </span>
  );
}

/** A filter above a list. */
export function SearchField({ className, ...rest }: InputProps) {
  return (
    <span className={cx("relative block", className)}>
      <Search
        size={14}
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3"
        aria-hidden
      />
      <Input type="search" {...rest} className="pl-8" />
    </span>
  );
}
