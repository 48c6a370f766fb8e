import { DatabaseSync } from "node:sqlite";
import { Worker as NodeWorker } from "node:worker_threads";
import { inWorker } from "./imports.ts";
import type { Attempt } from "./attempt.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const kept: unknown[] = [];

/** What must end the compartment and nothing else. */
export const bombs: Record<string, Attempt> = {
  "an infinite loop": () => {
    for (;;);
  },
  "infinite microtasks": () =>
    new Promise(() =>
      (function again(): void {
        Promise.resolve().then(again);
      })()
    ),
  "sleeping the thread for ever": () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
  "an infinite loop in a nested Worker": () => inWorker("postMessage('looping'); for (;;);"),
  "an infinite loop in a nested Worker that is kept": () =>
    new Promise((resolve) => {
      const file = `${Deno.cwd()}/loop.js`;
      Deno.writeTextFileSync(file, "postMessage('looping'); for (;;);");
      const worker = new Worker(`file://${file}`, { type: "module" });
      kept.push(worker);
      worker.onmessage = ({ data }) => resolve(data);
    }),
  heap: () => {
    for (let n = 0;; n++) kept.push({ n, list: [n, n + 1, n + 2] });
  },
  "one string": () => {
    for (let text = "x".repeat(1_000_000);;) kept.push(text = text + Math.random());
  },
  ArrayBuffers: async () => {
    for (;;) {
      kept.push(new Uint8Array(16_000_000).fill(1));
      await pause(1);
    }
  },
  "ArrayBuffers without a pause": () => {
    for (;;) kept.push(new Uint8Array(16_000_000).fill(1));
  },
  SharedArrayBuffers: async () => {
    for (;;) {
      kept.push(new Uint8Array(new SharedArrayBuffer(16_000_000)).fill(1));
      await pause(1);
    }
  },
  "WebAssembly memory": async () => {
    for (;;) {
      const memory = new WebAssembly.Memory({ initial: 256, maximum: 65_536 });
      new Uint8Array(memory.buffer).fill(1);
      kept.push(memory);
      await pause(1);
    }
  },
  "a database in memory": async () => {
    const db = new DatabaseSync(":memory:");
    db.exec("CREATE TABLE heap (content BLOB)");
    const insert = db.prepare("INSERT INTO heap VALUES (?)");
    const content = new Uint8Array(4_000_000).fill(1);
    for (;;) {
      insert.run(content);
      await pause(1);
    }
  },
  "one Worker": () => inWorker("postMessage('up')"),
  "more Workers than allowed": async (args) => {
    for (let n = 0; n < (args.count as number); n++) {
      const file = `${Deno.cwd()}/idle-${n}.js`;
      Deno.writeTextFileSync(file, "postMessage('up'); onmessage = () => {};");
      await new Promise<void>((resolve, reject) => {
        const worker = new Worker(`file://${file}`, { type: "module" });
        kept.push(worker);
        worker.onmessage = () => resolve();
        worker.onerror = (event) => reject(new Error(event.message));
      });
    }
    return "all up";
  },
  "Workers that start Workers": async () => {
    const file = `${Deno.cwd()}/fork.js`;
    Deno.writeTextFileSync(
      file,
      `
      for (let n = 0; n < 3; n++) new Worker("file://${file}", { type: "module" });
      const heap = []; for (let n = 0; n < 100; n++) heap.push({ n }); onmessage = () => heap;`,
    );
    kept.push(new Worker(`file://${file}`, { type: "module" }));
    await pause(60_000);
    return "still there";
  },
  "Node worker threads without end": async () => {
    for (;;) {
      kept.push(new NodeWorker("setInterval(() => {}, 1000)", { eval: true }));
      await pause(5);
    }
  },
  "an uncaught error": async () => {
    setTimeout(() => {
      throw new Error("nobody catches this");
    });
    await pause(60_000);
  },
  "an unhandled rejection": async () => {
    Promise.reject(new Error("nobody catches this"));
    await pause(60_000);
  },
  "exit in the middle of a call": () => Deno.exit(0),
};
