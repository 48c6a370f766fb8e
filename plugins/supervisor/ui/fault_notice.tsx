import { Notice } from "@bulkhead/kit";
import type { Fault } from "./state/wire.ts";

/** What is wrong in the folder of specs, by file and line. */
export function FaultNotice({ faults, folder }: { faults: Fault[]; folder: string }) {
  if (faults.length === 0) return null;
  const title = faults.length === 1 ? "A spec has a fault" : `Specs have ${faults.length} faults`;
  return (
    <Notice tone="bad" title={title}>
      <p>
        What ran goes on with the last good one. The files are in <code className="font-mono text-12">{folder}</code>
      </p>
      <ul className="mt-2 flex flex-col gap-1.5">
        {faults.slice(0, 20).map(({ file, line, path, message }) => (
          <li key={`${file}:${line}:${path}`}>
            <code className="font-mono text-12 font-medium text-ink">{line > 0 ? `${file}:${line}` : file}</code>{" "}
            {message}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
