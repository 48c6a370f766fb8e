/** The product's mark: a hull with its bulkheads. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" role="img" aria-label="Bulkhead" className="shrink-0">
      <rect width="32" height="32" rx="8" fill="var(--accent-solid)" />
      <path
        d="M8 9h16M8 16h7M17 16h7M8 23h16M16 9v14"
        stroke="var(--on-accent)"
        strokeWidth="2.4"
        strokeLinecap="round"
        fill="none"
      />
    </svg>
  );
}
