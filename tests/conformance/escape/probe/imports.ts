import { Worker as NodeWorker } from "node:worker_threads";
import type { Attempt } from "./attempt.ts";

const path = (args: Record<string, unknown>) => args.path as string;
const url = (args: Record<string, unknown>) => `file://${path(args)}`;
/** Keeps bundlers from looking into a specifier. */
const computed = (specifier: string) => specifier.split("").join("");
const content = (module: { default?: unknown }) =>
  module.default instanceof Uint8Array ? new TextDecoder().decode(module.default) : JSON.stringify(module.default);

/** `bytes` is not known to this runtime yet, and trying it spoils later imports: it has a compartment of its own. */
const TYPES = ["text", "json", "bytes"];

/** Every kind of import of the file `args.path`; each answers what it read. */
export const imports: Record<string, Attempt> = {};

for (const type of TYPES) {
  imports[`dynamic, with type ${type}`] = async (args) =>
    content(await import(computed(url(args)), { with: { type } }));
  imports[`a data: module that imports it statically, with type ${type}`] = async (args) =>
    content(await import(dataModule(reexport(args, type))));
  imports[`a data: module in a data: module, with type ${type}`] = async (args) =>
    content(await import(dataModule(`export { default } from ${JSON.stringify(dataModule(reexport(args, type)))};`)));
  imports[`a blob: module that imports it statically, with type ${type}`] = async (args) => {
    const blob = URL.createObjectURL(new Blob([reexport(args, type)], { type: "text/javascript" }));
    return content(await import(computed(blob)));
  };
  imports[`a module written into the own folder that imports it, with type ${type}`] = async (args) => {
    const file = `${Deno.cwd()}/written-${crypto.randomUUID()}.js`;
    Deno.writeTextFileSync(file, reexport(args, type));
    return content(await import(computed(`file://${file}`)));
  };
  imports[`a nested Worker whose code imports it, with type ${type}`] = (args) =>
    inWorker(`import value from ${JSON.stringify(url(args))} with { type: "${type}" }; postMessage(String(value));`);
}
imports["dynamic, as a module"] = async (args) => content(await import(computed(url(args))));
imports["eval of an import"] = async (args) =>
  content(await (0, eval)(`import(${JSON.stringify(url(args))}, { with: { type: "text" } })`));
imports["a function made from text"] = async (args) => {
  const AsyncFunction = (async () => {}).constructor as new (text: string) => () => Promise<{ default: string }>;
  return content(await new AsyncFunction(`return import(${JSON.stringify(url(args))}, { with: { type: "text" } })`)());
};
imports["a nested Worker that reads it"] = (args) =>
  inWorker(`postMessage(Deno.readTextFileSync(${JSON.stringify(path(args))}));`);
imports["a nested Worker that is it"] = (args) => fromWorker(new Worker(url(args), { type: "module" }));
imports["a nested Worker with permissions of its own"] = (args) =>
  inWorker(`postMessage(Deno.readTextFileSync(${JSON.stringify(path(args))}));`, {
    deno: { permissions: { read: true } },
  });
imports["a Node worker thread that reads it"] = (args) =>
  new Promise((resolve, reject) => {
    const source = `const { parentPort } = require("node:worker_threads");
      try { parentPort.postMessage(require("node:fs").readFileSync(${JSON.stringify(path(args))}, "utf8")); }
      catch (error) { parentPort.postMessage("refused " + error.name + ": " + error.message); }`;
    const worker = new NodeWorker(source, { eval: true });
    worker.on("error", reject);
    worker.on("message", (message: string) => {
      worker.terminate();
      if (message.startsWith("refused")) reject(new Error(message));
      else resolve(message);
    });
  });
imports["a remote module"] = (args) => import(computed(args.remote as string));
imports["an npm package"] = () => import(computed("npm:is-odd@3"));

function reexport(args: Record<string, unknown>, type: string): string {
  return `export { default } from ${JSON.stringify(url(args))} with { type: "${type}" };`;
}

function dataModule(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

/** Runs source in a nested Worker; answers its first message. */
export function inWorker(source: string, options: object = {}): Promise<unknown> {
  const file = `${Deno.cwd()}/worker-${crypto.randomUUID()}.js`;
  Deno.writeTextFileSync(file, source);
  return fromWorker(new Worker(`file://${file}`, { type: "module", ...options }));
}

function fromWorker(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      reject(new Error(event.message));
    };
  });
}
