import { Link } from "@tanstack/react-router";
import { Badge, Button, buttonClass, Card, Facts, Notice, RelativeTime, toast, useNow } from "@bulkhead/kit";
import { RpcFailure } from "@bulkhead/ui";
import type { RegistryInfo } from "../../../state/wire.ts";
import { usePersonName } from "../../data/people.ts";
import { words } from "../../data/plugins.ts";
import { useRegistryActions } from "../../data/registries.ts";
import { Fingerprint } from "./fingerprint.tsx";

/** One registry: its key, how fresh its index is, and what is wrong with it. */
export function RegistryCard({ registry }: { registry: RegistryInfo }) {
  const { remove, removing, add } = useRegistryActions();
  const by = usePersonName(registry.addedBy);
  const expired = Date.parse(registry.expires) <= useNow();
  const takeAway = async () => {
    if (!await remove(registry)) return;
    toast({
      title: `${registry.name} is removed`,
      description: "What was installed from it stays.",
      action: {
        label: "Undo",
        onClick: () =>
          void add.run(registry.url).catch((error) =>
            toast({
              tone: "bad",
              title: `${registry.name} was not added again`,
              description: words(RpcFailure.wrap(error)),
            })
          ),
      },
    });
  };
  return (
    <Card className="flex flex-col gap-3 p-4" data-registry={registry.url}>
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-0 flex-[1_1_240px]">
          <h2 className="flex items-center gap-2 text-14 font-semibold">
            <span className="wrap-anywhere" dir="auto">{registry.name}</span>
            {expired && <Badge tone="bad">Expired</Badge>}
          </h2>
          <p className="text-13 text-ink-3 wrap-anywhere">{registry.url}</p>
        </div>
        <Link
          to={"/plugins/install" as never}
          search={{ registry: registry.url } as never}
          className={buttonClass("secondary", "sm")}
        >
          {registry.plugins === 1 ? "See its plugin" : `See its ${registry.plugins} plugins`}
        </Link>
        <Button size="sm" kind="ghost" busy={removing} onClick={() => void takeAway()}>Remove</Button>
      </div>
      {registry.problem && (
        <Notice tone={expired ? "bad" : "warn"} title={expired ? "It has expired" : "It could not be read anew"}>
          {registry.problem}
        </Notice>
      )}
      <Facts
        items={[
          { name: "Key", value: <Fingerprint value={registry.fingerprint} /> },
          { name: "Revision", value: <span className="tabular">{registry.revision}</span> },
          {
            name: expired ? "Expired" : "Good until",
            value: (
              <span className={expired ? "text-bad-ink" : undefined}>
                <RelativeTime at={registry.expires} />
              </span>
            ),
          },
          { name: "Read", value: <RelativeTime at={registry.checkedAt} /> },
          {
            name: "Added",
            value: (
              <>
                <RelativeTime at={registry.addedAt} />
                {by && ` by ${by}`}
              </>
            ),
          },
        ]}
      />
    </Card>
  );
}
