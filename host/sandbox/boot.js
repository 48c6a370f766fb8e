// The main module of a compartment: starts the plugin's bundle in a Worker and lives as long as it does.
// Plugin code never runs here: the main module's loader does not ask for read permission, a Worker's does.
// Arguments: <entry> <nested workers> <pid of the host> <run tag>. The tag is only there to be found in /proc.
const [entry, workers, hostPid] = Deno.args;

const worker = new Worker(new URL(`file://${encodeURI(entry).replaceAll("?", "%3F").replaceAll("#", "%23")}`), {
  type: "module",
  name: `workers=${workers}`,
});
worker.addEventListener("error", (event) => {
  event.preventDefault();
  console.error(event.message);
  Deno.exit(70);
});

// Where the machine cannot tie this process's life to its parent's, it looks for itself. A Worker that loops does not
// keep this thread from running.
const watch = setInterval(() => {
  if (Deno.ppid !== Number(hostPid)) Deno.exit(71);
}, 1_000);
Deno.unrefTimer(watch);
