import type { InitResult } from "../../sdk/channel/protocol.ts";
import { originals } from "../bundle_stage.ts";
import { compileFile } from "../compile.ts";
import { faultsFromBundle } from "../compiler_output.ts";
import { faultAt, refuse, type Stage } from "../stage.ts";

/** What the process may print in all before it is ended. */
const MAX_OUTPUT_BYTES = 8 * 1024 * 1024;

/**
 * Asks a plugin's definition for its methods, as the host does at a start, but without a host: nothing of the plugin
 * runs but its modules' top level, in a process of its own without any permission. Throws BundleError.
 */
export async function describe(stage: Stage, id: string): Promise<InitResult> {
  const wrapper = `${stage.root}/describe.ts`;
  await Deno.writeTextFile(wrapper, wrapperText(stage, id));
  const compiled = await compileFile(stage.root, wrapper, { format: "esm" });
  if ("fault" in compiled) refuse(originals(faultsFromBundle(compiled.fault, stage.entry), stage));
  const bundle = `${stage.root}/describe.js`;
  await Deno.writeTextFile(bundle, compiled.code);
  const mark = crypto.randomUUID();
  const { success, stdout, stderr } = await run(bundle, mark);
  const answer = stdout.split("\n").find((line) => line.startsWith(mark));
  if (success && answer !== undefined) return JSON.parse(answer.slice(mark.length));
  const said = stderr.trim().split("\n")[0]!.replace(/^error: /, "").replace(/^Uncaught (\(in [^)]*\) )*/, "");
  return refuse([faultAt(stage.source.entry, `cannot be loaded: ${said || "it ended before it exported anything"}`)]);
}

function wrapperText(stage: Stage, id: string): string {
  const entry = `.${stage.entry.slice(stage.root.length)}`;
  return [
    `import definition from ${JSON.stringify(entry)};`,
    `import { definePlugin, describePlugin } from "./host/sdk/plugin.ts";`,
    `self.postMessage(describePlugin(definePlugin(definition), ${JSON.stringify(id)}));`,
    "",
  ].join("\n");
}

async function run(bundle: string, mark: string): Promise<{ success: boolean; stdout: string; stderr: string }> {
  const process = new Deno.Command(Deno.execPath(), {
    args: [...FLAGS, `--allow-read=${bundle.replaceAll(",", ",,")}`, BOOT, bundle, mark],
    cwd: "/",
    clearEnv: true,
    // Without a folder for its cache the Cache API, which needs no permission, has nowhere to write.
    env: { DENO_DIR: "/dev/null/x", DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const tooMuch = () => process.kill("SIGKILL");
  const [stdout, stderr, { success }] = await Promise.all([
    textOf(process.stdout, tooMuch),
    textOf(process.stderr, tooMuch),
    process.status,
  ]);
  return { success, stdout, stderr };
}

const BOOT = decodeURIComponent(new URL("./describe_boot.js", import.meta.url).pathname);

const FLAGS = [
  "run",
  "--quiet",
  "--no-prompt",
  "--no-config",
  "--no-lock",
  "--no-remote",
  "--no-npm",
  "--cached-only",
  "--ignore-env",
  "--deny-write",
  "--deny-net",
  "--deny-sys",
  "--deny-run",
  "--deny-ffi",
  "--deny-import",
  "--v8-flags=--max-old-space-size=256",
];

async function textOf(stream: ReadableStream<Uint8Array>, tooMuch: () => void): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_OUTPUT_BYTES) {
      tooMuch();
      break;
    }
  }
  return text;
}
