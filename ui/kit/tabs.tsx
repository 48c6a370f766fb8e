import { Tabs as Base } from "@base-ui/react/tabs";
import { type ReactNode, useLayoutEffect, useRef } from "react";

export interface TabsProps<T extends string> {
  value: T;
  onChange(value: NoInfer<T>): void;
  tabs: {
    value: T;
    label: string;
    count?: number;
    /** Something in it waits: a dot, and these words for those who do not see it. */
    mark?: string;
    content: ReactNode;
  }[];
}

export function Tabs<T extends string>({ value, onChange, tabs }: TabsProps<T>) {
  const list = useRef<HTMLDivElement>(null);
  // Where not all tabs fit, the chosen one is in sight.
  useLayoutEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [value]);
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => onChange(next as T)}
      className="flex min-h-0 flex-1 flex-col"
    >
      <Base.List
        ref={list}
        className="relative flex shrink-0 gap-4 overflow-x-auto border-b border-line px-4 [scrollbar-width:none] md:px-6"
      >
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="ring-in flex h-9 max-md:h-11 shrink-0 items-center gap-1.5 rounded-sm text-13 font-medium text-ink-3 hover:text-ink data-active:text-ink"
          >
            {tab.label}
            {tab.count !== undefined && <span className="tabular text-12 text-ink-3">{tab.count}</span>}
            {tab.mark && <span role="img" aria-label={tab.mark} className="size-1.5 rounded-pill bg-warn" />}
          </Base.Tab>
        ))}
        <Base.Indicator className="absolute bottom-0 left-(--active-tab-left) h-0.5 w-(--active-tab-width) bg-accent transition-[left,width] duration-120" />
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className="scroll-y min-h-0 flex-1 outline-none">
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
