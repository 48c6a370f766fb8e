import * as net from "node:net";
import type { Attempt } from "./attempt.ts";

/** Where the host listened for this compartment: the boot file's arguments name it. */
const path = () => Deno.args[4] ?? "";

/** What could be done with the socket of the channel, once the channel is open. */
export const channel: Record<string, Attempt> = {
  "a second connection": async () => void (await Deno.connect({ transport: "unix", path: path() })),
  "a second connection by node:net": () =>
    new Promise((resolve, reject) => net.connect(path(), () => resolve("connected")).on("error", reject)),
  "listening in its place": () => void Deno.listen({ transport: "unix", path: path() }),
  "a file in its place": () => Deno.writeTextFileSync(path(), "mine"),
  "a look at its folder": () => [...Deno.readDirSync(path().slice(0, path().lastIndexOf("/")))].length,
  "reading what the host says": () => Deno.stdin.read(new Uint8Array(1)),
  "reading what the host says, in a nested Worker": () =>
    new Promise((resolve, reject) => {
      const code = "Deno.stdin.read(new Uint8Array(1)).then((count) => postMessage(count))";
      const worker = new Worker(`data:text/javascript,${encodeURIComponent(code)}`, { type: "module" });
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message));
    }),
};
