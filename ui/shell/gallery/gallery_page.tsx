import { Palette } from "lucide-react";
import { PageBody, PageHeader, Tabs } from "@bulkhead/kit";
import { useState } from "react";
import { ControlSamples } from "./control_samples.tsx";
import { DataSamples } from "./data_samples.tsx";
import { FeedbackSamples } from "./feedback_samples.tsx";
import { TokenSamples } from "./token_samples.tsx";

type Part = "controls" | "data" | "feedback" | "tokens";

/** The design kit: every component in every state, in both themes. */
export function GalleryPage() {
  const [part, setPart] = useState<Part>("controls");
  return (
    <main className="flex h-full flex-col bg-surface">
      <PageHeader icon={<Palette size={16} aria-hidden />} title="Design kit" note="What all pages are made of" />
      <Tabs
        value={part}
        onChange={setPart}
        tabs={[
          {
            value: "controls",
            label: "Controls",
            content: (
              <PageBody>
                <ControlSamples />
              </PageBody>
            ),
          },
          {
            value: "data",
            label: "Data",
            content: (
              <PageBody>
                <DataSamples />
              </PageBody>
            ),
          },
          {
            value: "feedback",
            label: "Feedback",
            content: (
              <PageBody>
                <FeedbackSamples />
              </PageBody>
            ),
          },
          {
            value: "tokens",
            label: "Tokens",
            content: (
              <PageBody>
                <TokenSamples />
              </PageBody>
            ),
          },
        ]}
      />
    </main>
  );
}
