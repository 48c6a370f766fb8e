import * as childProcess from "node:child_process";
import * as os from "node:os";
import process from "node:process";
import type { Attempt } from "./attempt.ts";

const deno = Deno as unknown as Record<string, (...args: unknown[]) => unknown>;

const marker = (args: Record<string, unknown>) => args.marker as string;

function started({ status, error }: { status?: number | null; error?: Error }): number {
  if (error) throw error;
  if (status === null || status === undefined) throw new Error("it has no exit status");
  return status;
}

function exited(child: childProcess.ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", resolve);
  });
}

/** What touches the machine beyond files and network. */
export const system: Record<string, Attempt> = {
  "env: Deno.env.get": () => Deno.env.get("PATH") ?? "(undefined)",
  "env: Deno.env.toObject": () => Object.keys(Deno.env.toObject()),
  "env: process.env": () => Object.keys(process.env).filter((name) => name !== "NODE_ENV"),
  "run: Deno.Command": async (args) => (await new Deno.Command("/bin/touch", { args: [marker(args)] }).output()).code,
  "run: Deno.Command, sync": (args) => new Deno.Command("/bin/touch", { args: [marker(args)] }).outputSync().code,
  "run: Deno.Command, spawned": async (args) =>
    (await new Deno.Command("touch", { args: [marker(args)] }).spawn().status).code,
  "run: the runtime itself": async (args) =>
    (await new Deno.Command(Deno.execPath(), { args: ["eval", `Deno.createSync("${marker(args)}")`] }).output()).code,
  "run: child_process.spawnSync": (args) => started(childProcess.spawnSync("/bin/touch", [marker(args)])),
  "run: child_process.spawnSync in a shell": (args) =>
    started(childProcess.spawnSync(`touch ${marker(args)}`, { shell: true })),
  "run: child_process.execSync": (args) => childProcess.execSync(`touch ${marker(args)}`).length,
  "run: child_process.spawn": (args) => exited(childProcess.spawn("/bin/touch", [marker(args)])),
  "run: child_process.fork": () => exited(childProcess.fork(`${Deno.cwd()}/module.js`)),
  "ffi: Deno.dlopen": () => Object.keys(Deno.dlopen("libc.so.6", { getpid: { parameters: [], result: "i32" } })),
  "ffi: pointers": () => Deno.UnsafePointer.create(4096n) !== null,
  "ffi: process.dlopen": () => process.dlopen({ exports: {} } as unknown as { exports: object }, "/lib/x.node"),
  "sys: Deno.hostname": () => Deno.hostname(),
  "sys: Deno.osRelease": () => Deno.osRelease(),
  "sys: Deno.loadavg": () => Deno.loadavg(),
  "sys: Deno.networkInterfaces": () => Deno.networkInterfaces().length,
  "sys: Deno.systemMemoryInfo": () => Deno.systemMemoryInfo().total,
  "sys: Deno.uid": () => Deno.uid(),
  "sys: os.userInfo": () => os.userInfo().username,
  "sys: os.networkInterfaces": () => Object.keys(os.networkInterfaces()).length,
  "signal: Deno.kill of the host": (args) => {
    Deno.kill(args.pid as number, "SIGUSR2");
    return "sent";
  },
  "signal: process.kill of the host": (args) => process.kill(args.pid as number, "SIGUSR2"),
  "signal: process.kill of everything": () => process.kill(-1, "SIGUSR2"),
  "priority: os.setPriority of the host": (args) => {
    os.setPriority(args.pid as number, 19);
    return "set";
  },
  "permission: Deno.permissions.request": async () => {
    const { state } = await Deno.permissions.request({ name: "read", path: "/etc/passwd" });
    if (state !== "granted") throw new Error(`NotCapable: ${state}`);
    return state;
  },
  "folder: Deno.chdir": () => {
    Deno.chdir("/etc");
    return Deno.cwd();
  },
  "store: caches": async () => {
    const scope = globalThis as unknown as { caches?: CacheStorage };
    if (!scope.caches) throw new Error("absent: caches");
    await (await scope.caches.open("x")).put("http://x/", new Response("y"));
    return "kept";
  },
  "store: localStorage": () => {
    const scope = globalThis as unknown as { localStorage?: Storage };
    if (!scope.localStorage) throw new Error("absent: localStorage");
    scope.localStorage.setItem("a", "b");
    return "kept";
  },
  "store: Deno.openKv": async () => {
    if (!deno.openKv) throw new Error("absent: Deno.openKv");
    await deno.openKv(":memory:");
    return "opened";
  },
};
