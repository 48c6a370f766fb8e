import assert from "node:assert/strict";
import { isolationOf } from "./isolation.ts";

const full = { setpriv: true, prlimit: true, nice: true, bubblewrap: true, privateNetwork: true, remarks: [] };

Deno.test("with everything there, each wall is named", () => {
  const { level, sentence } = isolationOf(full);
  assert.equal(level, "full");
  assert.match(sentence, /^Each plugin has a process of its own .*, no network unless .* and limits of the system/);
});

Deno.test("what is missing makes it partial, and only what is there is claimed", () => {
  const remarks = ["bubblewrap does not work here"];
  const { level, sentence, ...rest } = isolationOf({ ...full, bubblewrap: false, privateNetwork: false, remarks });
  assert.deepEqual([level, rest.remarks], ["partial", remarks]);
  assert.doesNotMatch(sentence, /own files/);
  const bare = { setpriv: false, prlimit: false, nice: false, bubblewrap: false, privateNetwork: false, remarks };
  assert.equal(isolationOf(bare).sentence, "Each plugin has a process of its own with Deno's permissions.");
});
