/** The command line: `deno task bulkhead --help`, or `bulkhead` once installed with `deno install`. */
import { processContext } from "./context.ts";
import { runCli } from "./program.ts";

if (import.meta.main) Deno.exit(await runCli(Deno.args, processContext()));
