import { X } from "lucide-react";
import { IconButton, RelativeTime, Section, toast } from "@bulkhead/kit";
import { RpcFailure, useCall, useLive, useRpc, useRpcCache } from "@bulkhead/ui";
import type { RefusedInfo } from "../../state/events/wire.ts";
import { words } from "../data/plugins.ts";

/** Events that never came into the log, since their data does not fit what their own plugin says of it. */
export function RefusedList() {
  const { data } = useRpc<{ items: RefusedInfo[] }>("host.event.refused.list", { limit: 100 });
  const cache = useRpcCache();
  const read = () => cache.refresh("host.event.refused.list");
  useLive(["host.event.refused"], { volatile: read, resync: read });
  const drop = useCall<{ id: number }, unknown>("host.event.refused.drop");
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  const forget = async ({ id }: RefusedInfo) => {
    try {
      await drop.mutateAsync({ id });
    } catch (error) {
      toast({ tone: "bad", title: "It could not be taken off the list", description: words(RpcFailure.wrap(error)) });
    } finally {
      read();
    }
  };
  return (
    <div className="px-4 pt-8 md:px-6">
      <Section title="Refused at publish">
        <p className="max-w-2xl text-13 text-ink-2">
          Their data does not fit what their own plugin says of it, so nobody heard of them. The plugin keeps its copy;
          its author has to mend either the event or what the manifest says.
        </p>
        <ul className="mt-2 flex flex-col">
          {items.map((item) => (
            <li key={item.id} className="flex items-center gap-3 border-b border-line py-2.5 last:border-0 md:gap-6">
              <div className="min-w-0 flex-1">
                <p className="truncate font-mono text-13">{item.type}</p>
                <p className="truncate text-13 text-bad-ink">
                  <code className="font-mono text-12">/data{item.path}</code> {item.problem}
                </p>
              </div>
              <span className="w-32 shrink-0 truncate text-13 text-ink-2 max-md:hidden">{item.source}</span>
              <RelativeTime at={item.time} className="w-20 shrink-0 text-right text-12 text-ink-3" />
              <IconButton
                label={`Take ${item.type} off the list`}
                icon={<X size={15} aria-hidden />}
                onClick={() =>
                  void forget(item)}
              />
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
