import assert from "node:assert/strict";
import { RpcError } from "../../sdk/errors.ts";
import { programEnvironment } from "./environment.ts";

const context = { dataDir: "/data/plugins/a", secrets: ["API_TOKEN", "LD_PRELOAD", "GIT_SSH_COMMAND", "PATH"] };

Deno.test("a program gets a safe path, its plugin's folder as home, a language, and what it may be handed", () => {
  assert.deepEqual(programEnvironment({ TZ: "UTC", LC_ALL: "C", API_TOKEN: "t" }, context), {
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    HOME: "/data/plugins/a",
    LANG: "C.UTF-8",
    TZ: "UTC",
    LC_ALL: "C",
    API_TOKEN: "t",
  });
  assert.equal(programEnvironment({ LANG: "de_DE.UTF-8" }, context).LANG, "de_DE.UTF-8");
});

Deno.test("variables that steer programs are refused by name, even where a secret bears the name", () => {
  for (const name of ["LD_PRELOAD", "GIT_SSH_COMMAND", "PATH", "HOME", "BASH_ENV", "NODE_OPTIONS", "OTHER_TOKEN"]) {
    assert.throws(() => programEnvironment({ [name]: "x" }, context), (error: RpcError) => {
      assert.equal(error.kind, "not_permitted");
      assert.equal(error.data.path, `/env/${name}`);
      return true;
    });
  }
});
