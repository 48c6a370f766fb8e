import assert from "node:assert/strict";
import { innerStatus } from "./exit_status.ts";

Deno.test("an exit code above 128 is the signal that ended the program behind the wrapper", () => {
  const through = (code: number, signal: string | null = null) => innerStatus({ success: code === 0, code, signal });
  assert.equal(through(0).signal, null);
  assert.equal(through(1).signal, null);
  assert.equal(through(133).signal, "SIGTRAP");
  assert.equal(through(134).signal, "SIGABRT");
  assert.equal(through(137).signal, "SIGKILL");
  assert.equal(through(143).signal, "SIGTERM");
  assert.equal(through(153).signal, "SIGXFSZ");
  assert.equal(through(255).signal, null);
  assert.equal(through(137, "SIGKILL").signal, "SIGKILL"); // the wrapper itself
});
