import { probeEnclosure } from "./enclosure_probe.ts";
import type { SandboxLevel, SandboxPart } from "./ports.ts";
import type { RuntimeFiles } from "./runtime_files.ts";

interface Part {
  name: "setpriv" | "prlimit" | "nice";
  program: string;
  args: string[];
  /** What is weaker without it, and how to get it. */
  remark: string;
}

const PARTS: Part[] = [
  {
    name: "setpriv",
    program: "/usr/bin/setpriv",
    args: ["--pdeathsig", "KILL", "/bin/true"],
    remark: "setpriv is missing: a compartment that loops outlives a killed host by up to a second. " +
      "Install it with: apt-get install util-linux",
  },
  {
    name: "prlimit",
    program: "/usr/bin/prlimit",
    args: [`--data=${2 ** 31}`, `--fsize=${2 ** 30}`, "--core=0", "/bin/true"],
    remark: "prlimit is missing: nothing stands behind the memory watch, and one file is not capped. " +
      "Install it with: apt-get install util-linux",
  },
  {
    name: "nice",
    program: "/usr/bin/nice",
    args: ["-n", "5", "/bin/true"],
    remark:
      "nice is missing: compartments compete with the host for the processor. Install it with: apt-get install coreutils",
  },
];

/** How to get bubblewrap to work, for people. */
export const BUBBLEWRAP_REMEDY = "apt-get install bubblewrap (and allow unprivileged user namespaces)";

/** Tries each part of the launch line once; what fails is left out of the line and told in `remarks`. */
export async function probeLevel(
  options: { files: RuntimeFiles; without?: SandboxPart[] },
): Promise<SandboxLevel> {
  const without = new Set(options.without);
  const remarks: string[] = [];
  const [enclosure, ...works] = await Promise.all([
    without.has("bubblewrap") ? leftOut("bubblewrap") : probeEnclosure(options.files),
    ...PARTS.map(async ({ name, program, args }) => !without.has(name) && await runs(program, args)),
  ]);
  const level: SandboxLevel = {
    setpriv: false,
    prlimit: false,
    nice: false,
    bubblewrap: enclosure.fault === undefined,
    privateNetwork: enclosure.privateNetwork && !without.has("privateNetwork"),
    remarks,
  };
  PARTS.forEach(({ name, remark }, n) => {
    level[name] = works[n]!;
    if (!works[n]) remarks.push(remark);
  });
  if (enclosure.fault !== undefined) {
    remarks.push(
      `bubblewrap does not work here (${enclosure.fault}): compartments rely on Deno's permissions alone, and plugins ` +
        `cannot start programs. Install it with: ${BUBBLEWRAP_REMEDY}`,
    );
  } else if (!level.privateNetwork) {
    remarks.push(
      "A network namespace cannot be made here: that a compartment reaches no host without a grant rests on Deno's " +
        "permissions alone",
    );
  }
  if (level.bubblewrap && Deno.uid() === 0) {
    remarks.push(
      "The host runs as root: how many processes a plugin's program starts is watched, but not limited by the system. " +
        "Run it as a user of its own",
    );
  }
  if (Deno.build.os !== "linux") {
    remarks.push("Memory, processor and storage of compartments are watched on Linux only");
  }
  return level;
}

const leftOut = (name: string) => Promise.resolve({ fault: `${name} is left out`, privateNetwork: false });

async function runs(program: string, args: string[]): Promise<boolean> {
  try {
    const { success } = await new Deno.Command(program, { args, stdin: "null", stdout: "null", stderr: "null" })
      .output();
    return success;
  } catch {
    return false;
  }
}
