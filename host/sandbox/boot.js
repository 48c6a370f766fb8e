// The main module of a compartment: starts the plugin's bundle in a Worker and lives as long as it does.
// Plugin code never runs here: the main module's loader does not ask for read permission, a Worker's does.
// Arguments: <entry> <nested workers> <pid of the host> <run tag> [socket]. The tag is only there to be found in /proc.
const [entry, workers, hostPid, , channel] = Deno.args;

// What the host tells it comes through a socket, whose place on standard input the Worker takes before anything of the plugin
// runs: bundles of every age read there. Its path is of no use to them, and the permissions for it are given back.
//
// A bundle is an ES module or a classic script, which says so in its first line (see host/packages/compile.ts). The script
// is evaluated by V8 alone: the loader of modules would parse it once more for itself and keep the memory.
const url = `file://${encodeURI(entry).replaceAll("?", "%3F").replaceAll("#", "%23")}`;
const connect = channel === undefined ? "" : `
  const path = ${JSON.stringify(channel)};
  const connection = await Deno.connect({ transport: "unix", path });
  for (const name of ["read", "write"]) Deno.permissions.revokeSync({ name, path });
  Object.defineProperty(Deno.stdin, "read", { value: (buffer) => connection.read(buffer), configurable: true });
`;
const evaluate = `
  const url = ${JSON.stringify(url)};
  const script = Deno.readTextFileSync(new URL(url));
  const needs = script.slice(0, script.indexOf("\\n")).match(/node:[\\w/]+/g) ?? [];
  const builtins = Object.fromEntries(await Promise.all(needs.map(async (name) => [name, await import(name)])));
  const run = new Function("__builtins", script + "\\n//# sourceURL=" + url);
  run(builtins);
`;
const load = isScript(entry) ? evaluate : `await import(${JSON.stringify(url)});`;
const worker = new Worker(`data:text/javascript,${encodeURIComponent(`{${connect}}\n${load}`)}`, {
  type: "module",
  name: `workers=${workers}`,
});
worker.addEventListener("error", (event) => {
  event.preventDefault();
  console.error(event.message);
  Deno.exit(70);
});

/** Begins it with the mark of a script? */
function isScript(path) {
  const mark = "// needs ";
  const start = new Uint8Array(mark.length);
  const file = Deno.openSync(path);
  file.readSync(start);
  file.close();
  return new TextDecoder().decode(start) === mark;
}

// Starting up leaves garbage that V8 collects only under pressure, which an idle compartment never has.
Deno.unrefTimer(setTimeout(() => globalThis.gc?.({ type: "major", execution: "sync", flavor: "last-resort" }), 1_000));

// Where the machine cannot tie this process's life to its parent's, it looks for itself. A Worker that loops does not
// keep this thread from running.
const watch = setInterval(() => {
  if (Deno.ppid !== Number(hostPid)) Deno.exit(71);
}, 1_000);
Deno.unrefTimer(watch);
