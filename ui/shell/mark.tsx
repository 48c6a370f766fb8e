/** The product's mark: a hull with its bulkheads. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" role="img" aria-label="Bulkhead" className="shrink-0">
      <rect width="32" height="32" rx="8" fill="var(--accent-solid)" />
      <path
        d="M6 10.5h20l-2.1 8.2a5 5 0 0 1-4.8 3.8h-6.2a5 5 0 0 1-4.8-3.8zM12.7 10.5v12M19.3 10.5v12"
        stroke="var(--on-accent)"
        strokeWidth="2"
        strokeLinejoin="round"
        strokeLinecap="round"
        fill="none"
      />
      <path d="M12.7 15.5h6.6v7h-6.6z" fill="var(--on-accent)" />
    </svg>
  );
}
