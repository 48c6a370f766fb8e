import { Collapsible } from "@base-ui/react/collapsible";
import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

export interface DisclosureProps {
  title: ReactNode;
  /** Beside the title while it is closed as well: a count. */
  note?: ReactNode;
  open?: boolean;
  children: ReactNode;
}

/** What not everybody needs to see, folded under its name. */
export function Disclosure({ title, note, open = false, children }: DisclosureProps) {
  return (
    <Collapsible.Root defaultOpen={open}>
      <Collapsible.Trigger className="ring-in group -ml-1 flex min-h-8 items-center gap-1.5 rounded-control px-1 text-left text-13 font-medium text-ink-2 hover:text-ink">
        <ChevronRight
          size={14}
          className="shrink-0 text-ink-3 transition-transform duration-80 group-data-panel-open:rotate-90"
          aria-hidden
        />
        {title}
        {note && <span className="font-normal text-ink-3">{note}</span>}
      </Collapsible.Trigger>
      <Collapsible.Panel className="pt-2">{children}</Collapsible.Panel>
    </Collapsible.Root>
  );
}
