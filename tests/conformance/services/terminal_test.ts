/** A host that somebody started at a terminal: Ctrl-C reaches the whole group there, and is for the host alone. */
import assert from "node:assert/strict";
import { CHECKOUT, lacks, lineReader, processesOf } from "../../harness/mod.ts";
import { makePluginsFolder } from "../../harness/folders.ts";
import { callRpc } from "../../harness/rpc_client.ts";

Deno.test({
  name: "Ctrl-C at the host's terminal has its services asked to end, and not killed",
  ignore: lacks("script") || lacks("bubblewrap"),
  fn: async () => {
    const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-terminal-" }));
    await makePluginsFolder(`${dir}/plugins`, { plugins: ["supervisor"] });
    const line = [
      ...[Deno.execPath(), "run", "-A", "--frozen", "host/main.ts", "--log-format", "json", "--port", "0"],
      ...["--auth", "dev", "--demo", "--data", `${dir}/data`, "--plugins", `${dir}/plugins`],
      ...["--workflows", `${dir}/workflows`],
    ];
    await Deno.mkdir(`${dir}/workflows`);
    const child = new Deno.Command("script", {
      args: ["-qec", line.join(" "), "/dev/null"],
      ...{ cwd: CHECKOUT, env: { NO_COLOR: "1", SHELL: "/bin/sh" }, stdin: "piped", stdout: "piped", stderr: "null" },
    }).spawn();
    const keyboard = child.stdin.getWriter();
    const screen = lineReader(child.stdout);
    try {
      let url: string | undefined;
      while (url === undefined) {
        const text = await screen.next();
        assert.ok(text !== undefined, "the host ended before it was ready");
        if (text.includes('"event":"ready"')) url = JSON.parse(text.trim()).url;
      }
      const shown = screen.drain();
      const exec = ["sh", "-c", "trap 'echo asked > asked; exit 0' TERM; echo up; while :; do sleep 0.05; done"];
      const service = { name: "polite", exec, ready_log: "up" };
      await callRpc(url, "supervisor.service.register", { spec: { service } });
      await callRpc(url, "supervisor.service.start", { name: "polite", wait: true });
      await keyboard.write(new TextEncoder().encode("\x03"));
      await Promise.all([child.status, shown]);
      assert.equal(await Deno.readTextFile(`${dir}/data/services/polite/asked`), "asked\n");
    } finally {
      for (const pid of processesOf(`${dir}/data`)) Deno.kill(pid, "SIGKILL");
      await keyboard.close().catch(() => {});
      await child.status;
      await Deno.remove(dir, { recursive: true });
    }
  },
});
