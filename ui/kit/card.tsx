import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx.ts";

/** A bordered piece of a page. */
export function Card({ className, ...rest }: ComponentProps<"div">) {
  return <div {...rest} className={cx("rounded-card border border-line bg-surface", className)} />;
}

export interface SectionProps {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}

/** A heading and what belongs to it. */
export function Section({ title, action, children }: SectionProps) {
  return (
    <section className="flex flex-col gap-2">
      <div className="flex min-h-7 items-center justify-between gap-2">
        <h2 className="text-13 font-semibold">{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}

/** Names and values in two columns. */
export function Facts({ items }: { items: { name: string; value: ReactNode }[] }) {
  return (
    <dl className="grid grid-cols-[minmax(96px,max-content)_1fr] gap-x-4 text-13">
      {items.map((item) => (
        <div
          key={item.name}
          className="col-span-2 grid min-h-8 grid-cols-subgrid items-center border-b border-line py-1 last:border-0"
        >
          <dt className="text-ink-3">{item.name}</dt>
          <dd className="min-w-0 wrap-anywhere">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The one number of a tile. */
export function Stat({ value, label }: { value: ReactNode; label: string }) {
  return (
    <span className="flex items-baseline gap-1.5">
      <span className="tabular text-20 font-semibold">{value}</span>
      <span className="text-12 text-ink-3">{label}</span>
    </span>
  );
}
