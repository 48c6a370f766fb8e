import type { ComponentType, ReactNode } from "react";
import { KitLanguageProvider } from "@bulkhead/kit";

/** What has no other texts than English ones: what the kit says in it is English, too. */
export function InEnglish({ children }: { children: ReactNode }) {
  return (
    <KitLanguageProvider language="en">
      <div lang="en" className="contents">{children}</div>
    </KitLanguageProvider>
  );
}

/** The same for a route's page; what it is loaded by stays. */
export function inEnglish<Page extends ComponentType>(Page: Page): Page {
  const Shown: ComponentType = Page;
  const English = () => (
    <InEnglish>
      <Shown />
    </InEnglish>
  );
  return Object.assign(English, { preload: (Page as { preload?: unknown }).preload }) as unknown as Page;
}
