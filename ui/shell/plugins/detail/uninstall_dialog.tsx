import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Button, Dialog, Notice, RadioGroup, toast } from "@bulkhead/kit";
import type { PluginDetail } from "../../../state/wire.ts";
import { listOf } from "../../../state/permission_words.ts";
import { usePackageWorks, useRunWork } from "../../data/packages.ts";
import { useNameOf, words } from "../../data/plugins.ts";

/** Takes a plugin away; its data stays unless it is chosen otherwise. */
export function UninstallDialog({ plugin, onClose }: { plugin: PluginDetail; onClose(): void }) {
  const run = useRunWork();
  const works = usePackageWorks();
  const navigate = useNavigate();
  const [data, setData] = useState<"keep" | "delete">("keep");
  const nameOf = useNameOf();
  const needed = (plugin.dependents ?? []).filter((dependent) => !dependent.optional);
  const go = async () => {
    onClose();
    const { id, name } = plugin;
    const result = await run<{ dataKept: boolean }>({
      work: "uninstall",
      id,
      source: plugin.package?.source ?? "",
      params: { id, deleteData: data === "delete" },
    });
    if (result) {
      // Only whoever still looks at it is led away.
      if (location.pathname.startsWith(`/plugins/${id}`)) await navigate({ to: "/plugins" as never });
      works.forget(id);
      toast({
        title: `${name} is uninstalled`,
        description: result.dataKept
          ? "Its data is kept: installed again, it goes on where it was."
          : "Its data is deleted.",
      });
      return;
    }
    const failure = works.state.get().find((work) => work.id === id)?.failure;
    if (failure) toast({ tone: "bad", title: `${name} was not uninstalled`, description: words(failure) });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Uninstall ${plugin.name}?`}
      description="Its methods, events and page go. Its id stays bound to its publisher."
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>Cancel</Button>
          <Button kind="danger" onClick={() => void go()}>
            {data === "delete" ? "Uninstall and delete its data" : "Uninstall"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {needed.length > 0 && (
          <Notice tone="warn" title={needed.length === 1 ? "One other needs it" : `${needed.length} others need it`}>
            {listOf(needed.map(nameOf))} will stop with it.
          </Notice>
        )}
        <RadioGroup
          label="Its data"
          value={data}
          onChange={setData}
          options={[
            { value: "keep", label: "Keep its data", hint: "Installed again, it goes on where it was." },
            {
              value: "delete",
              label: "Delete its data",
              hint: "Database, files, settings and secrets of its own, and the copies of them. This cannot be undone.",
            },
          ]}
        />
      </div>
    </Dialog>
  );
}
