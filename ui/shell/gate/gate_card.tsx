import { type ReactNode, useEffect } from "react";
import { CircleAlert } from "lucide-react";
import { hostWords } from "../../i18n/host_words.ts";
import { Mark } from "../mark.tsx";

/** The one card of sign-in and claim. */
export function GateCard({ title, subtitle, children }: { title: string; subtitle: ReactNode; children: ReactNode }) {
  useEffect(() => void (document.title = `${title} · Bulkhead`), [title]);
  return (
    <main className="scroll-y flex h-full flex-col items-center px-4 py-[12vh]">
      <div className="flex w-full max-w-[380px] flex-col gap-6">
        <header className="flex flex-col gap-4">
          <Mark size={36} />
          <div>
            <h1 className="text-20 font-semibold">{title}</h1>
            <p className="mt-1.5 text-14 text-ink-2">{subtitle}</p>
          </div>
        </header>
        {children}
      </div>
    </main>
  );
}

/** Why it did not work, above the button. */
export function GateError({ failure }: { failure: { message: string; hint?: string } | undefined }) {
  if (!failure) return null;
  return (
    <div role="alert" className="flex gap-2 rounded-control border border-bad/40 bg-bad-soft px-3 py-2 text-13">
      <CircleAlert size={16} className="mt-0.5 shrink-0 text-bad-ink" aria-hidden />
      <div>
        <p>{hostWords(failure.message)}</p>
        {failure.hint && <p className="text-ink-2">{hostWords(failure.hint)}</p>}
      </div>
    </div>
  );
}
