/**
 * Runs in a compartment's Worker before anything of the plugin: the bundle's wrapper imports it first. It takes stdin and
 * stdout for the channel, turns `console.*` and stray output into log records, and takes away what must not be there.
 *
 * This keeps honest code from harming itself; what confines dishonest code are the process's permissions and limits.
 */
import { keepStdio } from "./captured_stdio.ts";
import { captureConsole, RecordBuffer } from "./console_capture.ts";
import { hideGlobals } from "./hidden_globals.ts";
import { StrayOutput } from "./stray_output.ts";

const { stdin, stdout } = Deno;
const buffer = new RecordBuffer((value) => Deno.inspect(value, { depth: 6, colors: false, strAbbreviateSize: 4_096 }));

keepStdio({
  streams: { read: (bytes) => stdin.read(bytes), writeSync: (bytes) => stdout.writeSync(bytes) },
  onRecords: (sink) => buffer.onRecords(sink),
});

captureConsole(console as unknown as Record<string, unknown>, buffer);
const out = new StrayOutput(buffer, "info");
const err = new StrayOutput(buffer, "warn");
replace(Deno, "stdout", out);
replace(Deno, "stderr", err);
replace(Deno, "stdin", {
  read: () => Promise.resolve(null),
  readSync: () => null,
  readable: new ReadableStream({ start: (controller) => controller.close() }),
  isTerminal: () => false,
  setRaw() {},
  close() {},
});
patchProcessWhenUsed();
collectAfterStart();

// The boot file names the Worker after the number of nested Workers that the manifest allows.
hideGlobals(globalThis as unknown as Record<string, unknown>, Number(/^workers=(\d+)$/.exec(self.name)?.[1] ?? 0));

/** Starting up leaves 8 MB of garbage that V8 collects only under pressure; a second after the start it goes, once. */
function collectAfterStart(): void {
  const scope = globalThis as { gc?: (options: Record<string, string>) => void };
  const collect = scope.gc;
  Reflect.set(scope, "gc", undefined);
  if (!collect) return;
  Deno.unrefTimer(setTimeout(() => collect({ type: "major", execution: "sync", flavor: "last-resort" }), 1_000));
}

/** Node's `process` costs 3 MB once it is looked at, so its streams are replaced at the first look and not before. */
function patchProcessWhenUsed(): void {
  const original = Object.getOwnPropertyDescriptor(globalThis, "process");
  const load = original?.get?.bind(globalThis);
  if (!load) return;
  let patched: object | undefined;
  Object.defineProperty(globalThis, "process", {
    configurable: true,
    enumerable: false,
    get() {
      if (!patched) {
        patched = load() as object;
        replace(patched, "stdout", nodeStream(out));
        replace(patched, "stderr", nodeStream(err));
      }
      return patched;
    },
    set: (value) => {
      patched = value;
    },
  });
}

function replace(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, enumerable: true, writable: false });
}

/** As much of a Node stream as libraries use of `process.stdout`. */
function nodeStream(output: StrayOutput): Record<string, unknown> {
  const stream: Record<string, unknown> = {
    isTTY: false,
    columns: 80,
    writable: true,
    write(chunk: string | Uint8Array, ...rest: unknown[]) {
      if (typeof chunk === "string") output.text(chunk);
      else output.writeSync(chunk);
      const done = rest.at(-1);
      if (typeof done === "function") queueMicrotask(() => done());
      return true;
    },
    end: (chunk?: string | Uint8Array) => chunk !== undefined && (stream.write as (c: unknown) => void)(chunk),
  };
  for (const name of ["on", "once", "off", "addListener", "removeListener", "cork", "uncork"]) {
    stream[name] = () => stream;
  }
  for (const name of ["emit", "listenerCount", "hasColors", "getColorDepth"]) stream[name] = () => 0;
  return stream;
}
