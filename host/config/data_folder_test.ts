import assert from "node:assert/strict";
import { lockDataDir } from "./data_folder.ts";
import { ExitError } from "./exit_error.ts";

const mode = (path: string): number => Deno.statSync(path).mode! & 0o777;

function withFolder(work: (dir: string) => void): void {
  const dir = Deno.makeTempDirSync();
  try {
    work(dir);
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
}

function exitOf(work: () => unknown): ExitError {
  try {
    work();
  } catch (error) {
    assert(error instanceof ExitError, String(error));
    return error;
  }
  throw new Error("nothing was thrown");
}

Deno.test("the tree is made, and only its owner may look into run and keys", () => {
  withFolder((dir) => {
    const data = `${dir}/deep/data`;
    using _lock = lockDataDir(data);
    assert.equal(mode(data), 0o700);
    assert.equal(mode(`${data}/run`), 0o700);
    assert.equal(mode(`${data}/keys`), 0o700);
    for (const name of ["plugins", "packages", "files", "types", "services"]) {
      assert(Deno.statSync(`${data}/${name}`).isDirectory);
    }
  });
});

Deno.test("folders that were left open are closed again", () => {
  withFolder((dir) => {
    Deno.mkdirSync(`${dir}/keys`);
    Deno.chmodSync(`${dir}/keys`, 0o777);
    using _lock = lockDataDir(dir);
    assert.equal(mode(`${dir}/keys`), 0o700);
  });
});

Deno.test("a data folder that everybody could look into is closed to others, not to its group", () => {
  withFolder((dir) => {
    Deno.chmodSync(dir, 0o755);
    using _lock = lockDataDir(dir);
    assert.equal(mode(dir), 0o750);
  });
});

Deno.test("a second host is refused with code 4 while the first lives, and let in after it", () => {
  withFolder((dir) => {
    {
      using _lock = lockDataDir(dir);
      const exit = exitOf(() => lockDataDir(dir));
      assert.equal(exit.exitCode, 4);
      assert.match(exit.message, new RegExp(`in use by another host \\(process ${Deno.pid}\\)`));
    }
    lockDataDir(dir).release();
  });
});

Deno.test("the lock ends with its process, also when that is killed", async () => {
  const dir = await Deno.makeTempDir();
  const script = `
    import { lockDataDir } from ${JSON.stringify(new URL("./data_folder.ts", import.meta.url).href)};
    lockDataDir(${JSON.stringify(dir)});
    console.log("held");
    setInterval(() => {}, 1000);`;
  await Deno.writeTextFile(`${dir}/holder.ts`, script);
  const holder = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-config", `${dir}/holder.ts`],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const reader = holder.stdout.getReader();
  assert.match(new TextDecoder().decode((await reader.read()).value), /held/);
  assert.equal(exitOf(() => lockDataDir(dir)).exitCode, 4);
  holder.kill("SIGKILL");
  await holder.status;
  await reader.cancel();
  lockDataDir(dir).release();
  await Deno.remove(dir, { recursive: true });
});

Deno.test("a data folder that is a file, or lies below one, is refused with code 2", () => {
  withFolder((dir) => {
    Deno.writeTextFileSync(`${dir}/file`, "");
    const exit = exitOf(() => lockDataDir(`${dir}/file`));
    assert.equal(exit.exitCode, 2);
    assert.match(exit.message, /file; choose a folder with --data/);
    assert.equal(exitOf(() => lockDataDir(`${dir}/file/below`)).exitCode, 2);
  });
});

Deno.test({
  name: "a data folder that cannot be written is refused with code 2",
  ignore: Deno.build.os !== "linux",
  fn: () => {
    const exit = exitOf(() => lockDataDir("/proc/bulkhead"));
    assert.equal(exit.exitCode, 2);
    assert.match(exit.message, /The data folder "\/proc\/bulkhead" cannot be used/);
  },
});
