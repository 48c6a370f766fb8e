/**
 * Runs in a compartment's Worker before anything of the plugin: the bundle's wrapper imports it first. It takes stdin and
 * stdout for the channel, turns `console.*` and stray output into log records, and takes away what must not be there.
 * What is written to stderr is left alone: the host reads it line by line.
 *
 * This keeps honest code from harming itself; what confines dishonest code are the process's permissions and limits.
 */
import { keepStdio } from "./captured_stdio.ts";
import { captureConsole, RecordBuffer } from "./console_capture.ts";
import { hideGlobals } from "./hidden_globals.ts";
import { StrayOutput } from "./stray_output.ts";

const { stdin, stdout } = Deno;
const read = stdin.read.bind(stdin);
const writeSync = stdout.writeSync.bind(stdout);
const buffer = new RecordBuffer((value) => Deno.inspect(value, { depth: 6, colors: false, strAbbreviateSize: 4_096 }));

keepStdio({ streams: { read, writeSync }, onRecords: (sink) => buffer.onRecords(sink) });
captureConsole(console as unknown as Record<string, unknown>, buffer);

// The objects stay the same ones: Node's `process.stdout` and `process.stdin` use them too. (`process` itself is not
// touched, since the first use of it costs 4 MB.)
const stray = new StrayOutput(buffer);
override(stdout, {
  write: (bytes: Uint8Array) => Promise.resolve(stray.write(bytes)),
  writeSync: (bytes: Uint8Array) => stray.write(bytes),
});
overrideGetter(stdout, "writable", () => new WritableStream({ write: (bytes: Uint8Array) => void stray.write(bytes) }));
override(stdin, { read: () => Promise.resolve(null), readSync: () => null });
overrideGetter(stdin, "readable", () => new ReadableStream({ start: (controller) => controller.close() }));
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

function override(target: object, methods: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(target, name, { value, configurable: true });
  }
}

function overrideGetter(target: object, name: string, get: () => unknown): void {
  Object.defineProperty(target, name, { get, configurable: true });
}
