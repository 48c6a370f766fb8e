import type { SandboxPart } from "../../host/sandbox/mod.ts";

/**
 * Parts of the launch line that this run of the tests does without although the machine has them: so the same tests
 * prove what holds on a machine that lacks them. Set with `BULKHEAD_TEST_WITHOUT=bubblewrap`.
 */
export function withoutParts(): SandboxPart[] {
  const text = Deno.env.get("BULKHEAD_TEST_WITHOUT") ?? "";
  return text === "" ? [] : text.split(",") as SandboxPart[];
}
