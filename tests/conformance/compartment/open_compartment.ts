import { compile } from "../../../host/packages/compile.ts";
import {
  type Compartment,
  type CompartmentLimits,
  type CompartmentSpec,
  createSandbox,
} from "../../../host/sandbox/mod.ts";
import type { LogRecord } from "../../../host/sdk/channel/protocol.ts";
import { withoutParts } from "../../harness/mod.ts";
import { clock, silent, specOf, until } from "../escape/escape_room.ts";

/** A small server on the channel: what compartments are made of, without the plugin SDK. */
const SERVER = `
let running = 0, most = 0, aborted = 0;
const serve = {
  init: () => ({ methods: [], listens: [], hooks: [""] }),
  drain: async () => { while (running > 0) await new Promise((resolve) => setTimeout(resolve, 10)); },
  echo: (params) => params,
  most: () => most,
  aborted: () => aborted,
  slow: ({ ms }, { signal }) => new Promise((resolve) => {
    most = Math.max(most, ++running);
    const done = () => { running--; resolve("slept"); };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", () => { aborted++; clearTimeout(timer); done(); });
  }),
  out: ({ method }) => peer.request(method, { from: "probe" }).catch(({ code, data }) => ({ code, ...data })),
  print: () => { console.warn("count %d of", 3, { all: true }); console.log("next"); },
};
const peer = openCompartmentPeer({ onRequest: (method, params, request) => serve[method](params, request) });
`;

export interface OpenCompartment extends AsyncDisposable {
  compartment: Compartment;
  logs: { source: string; record: LogRecord }[];
  another(changes?: Partial<CompartmentSpec>): Promise<Compartment>;
  until(condition: () => boolean): Promise<void>;
}

/** Starts the small server in a sandbox over a folder of its own. */
export async function openCompartment(
  limits: Partial<CompartmentLimits> = {},
  onRequest: (method: string, params: unknown) => unknown = () => null,
  server: string = SERVER,
): Promise<OpenCompartment> {
  const root = await Deno.makeTempDir({ prefix: "bulkhead-compartment-" });
  try {
    const entry = await bundle(root, server);
    const dataDir = `${root}/data`;
    await Deno.mkdir(dataDir);
    const logs: OpenCompartment["logs"] = [];
    const sink = {
      write: (source: string, records: LogRecord[]) => records.forEach((record) => logs.push({ source, record })),
    };
    const sandbox = await createSandbox({ dataDir: root, logger: silent(), sink, clock, without: withoutParts() });
    const started: Compartment[] = [];
    const start = async (changes: Partial<CompartmentSpec> = {}) => {
      const compartment = await sandbox.start({ ...specOf(entry, dataDir, [], limits), ...changes }, {
        request: async (method, params) => await onRequest(method, params),
        notification() {},
      });
      started.push(compartment);
      return compartment;
    };
    return {
      compartment: await start(),
      logs,
      another: start,
      until: (condition) => until(condition, "it did not come"),
      async [Symbol.asyncDispose]() {
        await Promise.all(started.map((one) => one.stop({ graceMs: 500 })));
        await Deno.remove(root, { recursive: true });
      },
    };
  } catch (error) {
    await Deno.remove(root, { recursive: true });
    throw error;
  }
}

/** Starts a server with these options of its peer (or with a text that is no program); answers what came of it. */
export async function startFault(options: string, limits: Partial<CompartmentLimits> = {}): Promise<unknown> {
  const server = options.startsWith("%") ? options : `openCompartmentPeer({ ${options} });`;
  try {
    await using _open = await openCompartment(limits, undefined, server);
    return undefined;
  } catch (error) {
    return error;
  }
}

async function bundle(root: string, server: string): Promise<string> {
  const entry = `${root}/entry.script.js`;
  if (server.startsWith("%")) {
    await Deno.writeTextFile(entry, `// needs \n${server}`);
    return entry;
  }
  const channel = new URL("../../../host/sdk/channel/", import.meta.url).pathname;
  await Deno.writeTextFile(`${root}/deno.json`, "{}");
  await Deno.writeTextFile(
    `${root}/wrapper.js`,
    `import "${channel}prelude.ts"; import { openCompartmentPeer } from "${channel}mod.ts";
     import { RpcError } from "${channel}../errors.ts"; void RpcError; ${server}`,
  );
  const compiled = await compile({ root, wrapper: `${root}/wrapper.js` });
  if ("fault" in compiled) throw new Error(compiled.fault);
  await Deno.writeTextFile(entry, compiled.code);
  return entry;
}
