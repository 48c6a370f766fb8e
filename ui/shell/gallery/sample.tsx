import type { ReactNode } from "react";
import { Section } from "@bulkhead/kit";

/** One component with its states side by side. */
export function Sample({ title, children, column }: { title: string; children: ReactNode; column?: boolean }) {
  return (
    <Section title={title}>
      <div className={column ? "flex flex-col gap-3" : "flex flex-wrap items-center gap-3"}>{children}</div>
    </Section>
  );
}
