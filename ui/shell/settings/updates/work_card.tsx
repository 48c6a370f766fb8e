import { Card, ProgressList, type ProgressStep } from "@bulkhead/kit";
import { shareOf, STEP_WORDS, type UpgradeStep, type UpgradeWork } from "../../../state/upgrade.ts";

const UPGRADE: readonly UpgradeStep[] = [
  ...["backup", "fetch", "unpack", "libraries", "trial", "handover", "copy", "start", "watch"] as const,
];
const ROLLBACK: readonly UpgradeStep[] = ["backup", "handover", "restore"];

/** How far it is, step by step; the same on every page that is open. */
export function WorkCard({ work }: { work: UpgradeWork }) {
  const steps = work.kind === "rollback" ? ROLLBACK : UPGRADE;
  // What is taken back is at no step of the way there any more.
  const known = steps.includes(work.step) ? steps : [...steps.slice(0, -1), work.step];
  const at = known.indexOf(work.step);
  const share = shareOf(work);
  const shown = known.map((step, index): ProgressStep => ({
    key: step,
    words: STEP_WORDS[step],
    state: index < at ? "done" : index === at ? "current" : "pending",
    ...(index === at && share !== undefined ? { share } : {}),
  }));
  const title = work.kind === "rollback"
    ? `Going back from version ${work.from} to ${work.to}`
    : `Updating from version ${work.from} to ${work.to}`;
  return (
    <Card className="flex flex-col gap-3 p-4">
      <p className="text-13 font-semibold">{title}</p>
      <ProgressList steps={shown} label={title} />
    </Card>
  );
}
