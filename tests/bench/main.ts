/**
 * `deno task bench [name …]`: runs the benchmarks one after the other and prints each against its bar.
 * Exits with 1 when a bar is missed. `--json` prints the results as JSON lines.
 */
import { type BenchResult, meets } from "./result.ts";

const BENCHES: Record<string, () => Promise<{ run(): Promise<BenchResult[]> }>> = {
  http_call: () => import("./http_call.ts"),
  event_log: () => import("./event_log.ts"),
  event_consume: () => import("./event_consume.ts"),
  workflow_runs: () => import("./workflow_runs.ts"),
  waiting_runs: () => import("./waiting_runs.ts"),
  start: () => import("./start.ts"),
  lazy_start: () => import("./lazy_start.ts"),
  idle_memory: () => import("./idle_memory.ts"),
  save_to_live: () => import("./save_to_live.ts"),
  install: () => import("./install.ts"),
  package_verify: () => import("./package_verify.ts"),
  mcp_list: () => import("./mcp_list.ts"),
  sign_in: () => import("./sign_in.ts"),
  run_history: () => import("./run_history.ts"),
  logs: () => import("./logs.ts"),
  backup: () => import("./backup.ts"),
  chat_search: () => import("./chat_search.ts"),
  chat_send: () => import("./chat_send.ts"),
  chat_load: () => import("./chat_load.ts"),
  chat_fanout: () => import("./chat_fanout.ts"),
  chat_import: () => import("./chat_import.ts"),
  chat_switch: () => import("./chat_switch.ts"),
  services: () => import("./services.ts"),
  service_logs: () => import("./service_logs.ts"),
};

const flag = Deno.args.find((arg) => arg.startsWith("--") && arg !== "--json");
if (flag) {
  console.error(`deno task bench [--json] [name …]: without a name all of ${Object.keys(BENCHES).join(", ")}`);
  Deno.exit(flag === "--help" ? 0 : 2);
}
const json = Deno.args.includes("--json");
const named = Deno.args.filter((arg) => !arg.startsWith("--"));
const unknown = named.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`No benchmark "${unknown[0]}": there are ${Object.keys(BENCHES).join(", ")}`);
  Deno.exit(2);
}

let missed = 0;
for (const name of named.length > 0 ? named : Object.keys(BENCHES)) {
  const bench = await BENCHES[name]!();
  for (const result of await bench.run()) {
    const met = meets(result);
    if (!met) missed++;
    if (json) console.log(JSON.stringify({ ...result, met }));
    else {
      const sign = result.better === "higher" ? "at least" : "at most";
      console.log(
        `${met ? "met   " : "MISSED"}  ${result.name}: ${round(result.value)} ${result.unit}, ${sign} ${result.bar}`,
      );
      console.log(`        ${result.detail}`);
    }
  }
}
Deno.exit(missed === 0 ? 0 : 1);

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
