import { useState } from "react";
import { Button, bytes, Dialog, RadioGroup, RelativeTime } from "@bulkhead/kit";
import type { PackageInfo, PluginDetail } from "../../../state/wire.ts";
import { useRunWork } from "../../data/packages.ts";

export interface RollbackDialogProps {
  plugin: PluginDetail;
  from: PackageInfo;
  version: string;
  onClose(): void;
}

/** Goes to a kept version; what becomes of the data is chosen, not guessed. */
export function RollbackDialog({ plugin, from, version, onClose }: RollbackDialogProps) {
  const run = useRunWork();
  const [data, setData] = useState<"keep" | "restore">("keep");
  const { snapshotAt: copiedAt, snapshotBytes } = from.versions.find((each) => each.version === version) ?? {};
  const go = () => {
    onClose();
    void run({ work: "rollback", id: plugin.id, source: from.source, params: { id: plugin.id, version, data } });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Go back to ${version}`}
      description={`${plugin.name} ${plugin.version} is stopped and ${version} takes its place. ${plugin.version} is kept, so that you can return to it.`}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>Cancel</Button>
          <Button kind="primary" onClick={go}>Go back to {version}</Button>
        </>
      }
    >
      <RadioGroup
        label="Its data"
        value={data}
        onChange={setData}
        options={[
          {
            value: "keep",
            label: "Keep the data as it is",
            hint:
              `Nothing is lost. If ${plugin.version} has changed its form, ${version} may not understand it; then it does not start and says so.`,
          },
          {
            value: "restore",
            label: "Put back the copy from before the update",
            hint: copiedAt
              ? (
                <>
                  Taken <RelativeTime at={copiedAt} />
                  {snapshotBytes !== undefined && `, ${bytes(snapshotBytes)}`}. What was written since is put aside, and
                  is not in use.
                </>
              )
              : "There is no copy of this version's data.",
            disabled: !copiedAt,
          },
        ]}
      />
    </Dialog>
  );
}
