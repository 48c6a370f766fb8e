// The main module of a process that only asks a plugin's definition what it is: loads the bundle in a Worker, which has
// no permission but to read itself, and prints what it posts. Like a compartment's boot file it never runs plugin code.
// Arguments: <bundle> <mark in front of the answer>
const [bundle, mark] = Deno.args;
const LOAD_MS = 20_000;

const url = `file://${encodeURI(bundle).replaceAll("?", "%3F").replaceAll("#", "%23")}`;
const worker = new Worker(url, { type: "module" });
worker.addEventListener("message", ({ data }) => {
  console.log(`\n${mark}${JSON.stringify(data)}`);
  Deno.exit(0);
});
worker.addEventListener("error", (event) => {
  event.preventDefault();
  console.error(event.message);
  Deno.exit(70);
});

// A Worker that loops keeps this thread neither from running nor from ending the process; one that has ended lets it go.
Deno.unrefTimer(setTimeout(() => {
  console.error(`did not finish loading within ${LOAD_MS / 1_000} s`);
  Deno.exit(71);
}, LOAD_MS));
