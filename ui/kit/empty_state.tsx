import type { ReactNode } from "react";

export interface EmptyStateProps {
  icon?: ReactNode;
  /** What this place is for, in one sentence. */
  title: string;
  description?: ReactNode;
  action?: ReactNode;
  /** One example that teaches. */
  example?: ReactNode;
  /** It is all that the page shows: its title is the page's. */
  page?: boolean;
}

/** Nothing here yet: says what will be, and the one thing to do. */
export function EmptyState({ icon, title, description, action, example, page }: EmptyStateProps) {
  const Title = page ? "h1" : "h2";
  return (
    <div className="mx-auto flex max-w-xl animate-appear flex-col items-center gap-2 px-6 py-12 text-center">
      {icon && (
        <span className="mb-2 inline-flex size-10 items-center justify-center rounded-card border border-line bg-canvas text-ink-3">
          {icon}
        </span>
      )}
      <Title className="text-14 font-semibold">{title}</Title>
      {description && <p className="max-w-md text-13 text-pretty text-ink-2">{description}</p>}
      {action && <div className="mt-3">{action}</div>}
      {example && <div className="mt-4 w-full text-left">{example}</div>}
    </div>
  );
}
