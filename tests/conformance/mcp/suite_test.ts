import assert from "node:assert/strict";
import { signedInProxy } from "./_proxy.ts";
import { testHost } from "@bulkhead/testing";

const SUITE = new URL("suite/", import.meta.url);
const PLUGIN = new URL("test_plugin/", import.meta.url);
const PACKAGE = "npm:@modelcontextprotocol/conformance@0.2.0-alpha.12";
/** Revisions with sessions and without. */
const REVISIONS = ["2025-11-25", "2026-07-28"];
/** For one revision. */
const SUITE_MS = 180_000;

const missing = await whyMissing();

for (const revision of REVISIONS) {
  Deno.test({
    name: `MCP ${revision}: the official conformance suite passes, but for what is written down as not applicable`,
    ignore: missing !== undefined,
    fn: async () => {
      await using host = await testHost({ folders: [PLUGIN] });
      await using proxy = await signedInProxy(host.url, { "x-forwarded-user": "alice" });
      const { code, output } = await suite(
        ...["server", "--url", `${proxy.url}/mcp`, "--requirements", revision],
        ...["--expected-failures", decodeURIComponent(new URL("not_applicable.yml", SUITE).pathname)],
      );
      assert.equal(code, 0, output.slice(-6_000));
      assert.match(output, /✓ tools-call-simple-text/);
    },
  });
}

/** Runs the suite; it is killed when it takes too long. */
async function suite(...args: string[]): Promise<{ code: number; output: string }> {
  const out = await Deno.makeTempDir();
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--frozen",
      "--config",
      decodeURIComponent(new URL("deno.json", SUITE).pathname),
      PACKAGE,
      ...args,
    ],
    // It leaves a folder of results where it runs.
    cwd: out,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const timer = setTimeout(() => child.kill("SIGKILL"), SUITE_MS);
  const texts = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  const { code } = await child.status;
  clearTimeout(timer);
  await Deno.remove(out, { recursive: true });
  return { code, output: texts.join("\n") };
}

/** The suite has a lock file of its own and is fetched only here: it is as large as the host's own packages. */
async function whyMissing(): Promise<string | undefined> {
  const { code, output } = await suite("--version");
  if (code === 0) return undefined;
  const reason = `MCP's conformance suite cannot be fetched: ${output.trim().split("\n").at(-1)}`;
  if (Deno.env.get("BULKHEAD_REQUIRE") === "all") throw new Error(`BULKHEAD_REQUIRE=all, but ${reason}`);
  console.log(`skipped: ${reason}`);
  return reason;
}
