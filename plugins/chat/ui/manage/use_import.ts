import { useEffect, useState } from "react";
import { RpcFailure, useCockpit } from "@bulkhead/ui";
import { readText, writeText } from "../state/flags.ts";
import type { ArchiveImport } from "../state/wire_ways.ts";
import { useChat } from "../use_chat.ts";

const KEPT = "import";

/** An answer that was overtaken by what the live connection told does not take an import back. */
function further(now: ArchiveImport | undefined, told: ArchiveImport): ArchiveImport {
  if (now?.id !== told.id) return told;
  const isOlder = told.state === "running" && (now.state !== "running" || now.done > told.done);
  return isOlder ? now : told;
}

/** The import that was begun in this browser last, as the host tells how far it is; and one to watch from now on. */
export function useImport(): [ArchiveImport | undefined, (begun: ArchiveImport) => void] {
  const { rpc } = useChat();
  const { live } = useCockpit();
  const [current, setCurrent] = useState<ArchiveImport>();
  const id = current?.id ?? readText(KEPT);
  useEffect(() => {
    if (!id) return;
    let left = false;
    const read = () =>
      rpc.call<ArchiveImport>("chat.import.get", { id }).then(
        (found) => left || setCurrent((now) => further(now, found)),
        // One that is gone is not asked for again.
        (error) => RpcFailure.wrap(error).reason === "not_found" && writeText(KEPT, ""),
      );
    void read();
    const stop = live.subscribe(["chat.import.progress"], {
      volatile: (_type, data) =>
        (data as ArchiveImport).id === id && setCurrent((now) => further(now, data as ArchiveImport)),
      resync: () => void read(),
    });
    return () => {
      left = true;
      stop();
    };
  }, [rpc, live, id]);
  return [current, (begun) => {
    writeText(KEPT, begun.id);
    setCurrent(begun);
  }];
}
