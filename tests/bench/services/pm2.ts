const PEER = new URL("../peers/pm2/", import.meta.url).pathname;

/**
 * How long pm2 takes from the command to all of `count` equal programs being online, its daemon up already. Undefined where
 * it cannot be had: no registry, or no node, on which it runs.
 */
export async function pm2StartMs(count: number, rounds: number): Promise<number[] | undefined> {
  const installed = await quiet(Deno.execPath(), ["install", "--frozen", "--quiet"], {});
  if (!installed.success || !(await quiet("node", ["--version"], {})).success) return undefined;
  const folder = await Deno.makeTempDir({ prefix: "bulkhead-pm2-" });
  const env = { PM2_HOME: folder, PM2_DISABLE_VERSION_CHECK: "true", NO_COLOR: "1" };
  const pm2 = (...args: string[]) => quiet("node", ["node_modules/pm2/bin/pm2", ...args], env);
  try {
    const apps = Array.from({ length: count }, (_, n) => ({
      ...{ name: `s${n}`, script: "/usr/bin/sleep", args: "1000", interpreter: "none", exec_mode: "fork" },
    }));
    await Deno.writeTextFile(`${folder}/eco.config.json`, JSON.stringify({ apps }));
    await pm2("ping");
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const begun = performance.now();
      const { success } = await pm2("start", `${folder}/eco.config.json`);
      times.push(performance.now() - begun);
      if (!success) throw new Error("pm2 could not start its programs");
      const { stdout } = await pm2("jlist");
      const list = JSON.parse(stdout.slice(stdout.indexOf("[{"))) as { pm2_env: { status: string } }[];
      const online = list.filter((one) => one.pm2_env.status === "online").length;
      if (online !== count) throw new Error(`pm2 has ${online} of ${count} programs online`);
      await pm2("delete", "all");
    }
    return times;
  } finally {
    await pm2("kill");
    await Deno.remove(folder, { recursive: true });
  }
}

async function quiet(command: string, args: string[], env: Record<string, string>) {
  try {
    const { success, stdout } = await new Deno.Command(command, {
      ...{ args, env, cwd: PEER, stdin: "null", stdout: "piped", stderr: "null" },
    }).output();
    return { success, stdout: new TextDecoder().decode(stdout) };
  } catch {
    return { success: false, stdout: "" };
  }
}
