// The main module of a compartment: starts the plugin's bundle in a Worker and lives as long as it does.
// Plugin code never runs here: the main module's loader does not ask for read permission, a Worker's does.
// Arguments: <entry> <nested workers> <pid of the host> <run tag>. The tag is only there to be found in /proc.
const [entry, workers, hostPid] = Deno.args;

// A bundle is an ES module or a classic script, which says so in its first line (see host/packages/compile.ts). The script
// is evaluated by V8 alone: the loader of modules would parse it once more for itself and keep the memory.
const url = `file://${encodeURI(entry).replaceAll("?", "%3F").replaceAll("#", "%23")}`;
const evaluate = `
  const url = ${JSON.stringify(url)};
  const script = Deno.readTextFileSync(new URL(url));
  const needs = script.slice(0, script.indexOf("\\n")).match(/node:[\\w/]+/g) ?? [];
  const builtins = Object.fromEntries(await Promise.all(needs.map(async (name) => [name, await import(name)])));
  const run = new Function("__builtins", script + "\\n//# sourceURL=" + url);
  run(builtins);
`;
const worker = new Worker(isScript(entry) ? `data:text/javascript,${encodeURIComponent(evaluate)}` : url, {
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
