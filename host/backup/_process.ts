/**
 * Makes one backup in a process of its own: it closes files of databases, which would give up the locks of whoever else has
 * them open in the same process. The order comes as a line of JSON, reports go out as such lines; when whoever asked is gone,
 * it ends, and what it leaves has no name of a backup.
 */
import { createInterface } from "node:readline";
import process from "node:process";
import { reported } from "./_report.ts";
import { createBackup, type CreateOptions } from "./create/create_backup.ts";

const lines = createInterface({ input: process.stdin });
lines.once("line", (line) => {
  const options = JSON.parse(line) as Omit<CreateOptions, "progress">;
  const write = (report: unknown) => {
    const text = new TextEncoder().encode(`${JSON.stringify(report)}\n`);
    try {
      for (let rest = text; rest.length > 0;) rest = rest.subarray(Deno.stdout.writeSync(rest));
    } catch {
      // Nobody listens any more.
      Deno.exit(1);
    }
  };
  void reported((progress) => createBackup({ ...options, progress }), write).finally(() => Deno.exit(0));
});
lines.once("close", () => Deno.exit(1));
