import { bubblewrapLine, type Enclosure } from "./bubblewrap.ts";
import type { RuntimeFiles } from "./runtime_files.ts";

/** What came of the attempt to run Deno inside bubblewrap. */
export interface EnclosureProbe {
  /** Why it does not work; undefined when it does. */
  fault?: string;
  /** It works with a network of its own, too. */
  privateNetwork: boolean;
}

/** Says who is process 1: inside, that is the small init of bubblewrap. */
const PROGRAM = `console.log(Deno.readTextFileSync("/proc/1/comm").trim(), Deno.pid)`;

/** Tries the real thing: Deno inside the enclosure that compartments have, without a network if possible. Takes some 30 ms. */
export async function probeEnclosure(files: RuntimeFiles): Promise<EnclosureProbe> {
  if (await fault(files, false) === undefined) return { privateNetwork: true };
  const shared = await fault(files, true);
  return shared === undefined ? { privateNetwork: false } : { fault: shared, privateNetwork: false };
}

async function fault(files: RuntimeFiles, network: boolean): Promise<string | undefined> {
  const enclosure: Enclosure = {
    readOnly: files.needed,
    readOnlyIfThere: network ? files.forNetwork : [],
    hidden: [],
    writable: [],
    links: {},
    cwd: "/tmp",
    network,
  };
  const [deno] = files.needed;
  const line = [...bubblewrapLine(enclosure), deno!, "eval", "--no-config", "--ext=js", PROGRAM];
  try {
    const { success, code, stdout, stderr } = await new Deno.Command(line[0]!, {
      args: line.slice(1),
      env: { DENO_DIR: "/dev/null/x", DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
      clearEnv: true,
      cwd: "/",
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      signal: AbortSignal.timeout(10_000),
    }).output();
    const said = new TextDecoder().decode(stdout).trim();
    if (success && /^bwrap \d+$/.test(said)) return undefined;
    return new TextDecoder().decode(stderr).trim().split("\n").at(-1) || said || `exit code ${code}`;
  } catch (error) {
    return (error as Error).message;
  }
}
