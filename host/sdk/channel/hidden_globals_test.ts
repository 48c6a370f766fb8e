import assert from "node:assert/strict";
import { hideGlobals, NotInCompartmentError } from "./hidden_globals.ts";

class FakeWorker extends EventTarget {
  static made: string[] = [];
  terminated = 0;
  constructor(specifier: string | URL) {
    super();
    FakeWorker.made.push(String(specifier));
  }
  terminate(): void {
    this.terminated++;
  }
}

function scopeWith(workers: number) {
  const scope: Record<string, unknown> = { Worker: FakeWorker, caches: {}, localStorage: {}, fetch };
  hideGlobals(scope, workers);
  return scope as { Worker: typeof Worker } & Record<string, unknown>;
}

Deno.test("stores that need no permission are gone, the rest stays", () => {
  assert.deepEqual(Object.keys(scopeWith(0)).sort(), ["Worker", "fetch"]);
});

Deno.test("Workers above the number are refused by name; one that ended makes room", () => {
  const none = scopeWith(0);
  assert.throws(() => new none.Worker("file:///a.js"), NotInCompartmentError);
  const two = scopeWith(2);
  const first = new two.Worker("file:///a.js");
  const second = new two.Worker("file:///b.js");
  assert.throws(() => new two.Worker("file:///c.js"), /limits\.workers in plugin\.json is 2, and 2 are running/);
  first.terminate();
  first.terminate();
  new two.Worker("file:///d.js");
  second.dispatchEvent(new Event("error"));
  new two.Worker("file:///e.js");
  assert.throws(() => new two.Worker("file:///f.js"), NotInCompartmentError);
});

Deno.test("a nested Worker prints to stderr, so that its output does not damage the channel", () => {
  const { Worker } = scopeWith(1);
  new Worker('file:///quoted "name".js');
  const source = decodeURIComponent(FakeWorker.made.at(-1)!.replace("data:text/javascript,", ""));
  assert.match(decodeURIComponent(source), /console\[name\] = console\.error/);
  assert.ok(source.includes(String.raw`import "file:///quoted \"name\".js";`));
});
