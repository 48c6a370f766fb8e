import type { ApiError } from "../../state/api/document.ts";

/** How a method may be refused: the stable reason, the code, and what it means. */
export function ErrorTable({ errors }: { errors: readonly ApiError[] }) {
  return (
    <ul aria-label="Errors">
      {errors.map(({ code, reason, message }) => (
        <li
          key={`${code} ${reason}`}
          className="flex flex-wrap items-baseline gap-x-3 border-b border-line py-1.5 text-13 last:border-0"
        >
          <code className="font-mono text-12 font-medium">{reason}</code>
          <span className="tabular font-mono text-12 text-ink-3">{code}</span>
          <span className="basis-full text-ink-2">{message}</span>
        </li>
      ))}
    </ul>
  );
}
