import type { SandboxLevel } from "./ports.ts";

interface Part {
  name: "setpriv" | "prlimit" | "nice" | "bubblewrap";
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
  {
    name: "bubblewrap",
    program: "/usr/bin/bwrap",
    args: ["--ro-bind", "/", "/", "--unshare-pid", "--die-with-parent", "/bin/true"],
    remark: "bubblewrap does not work here: programs that plugins launch cannot be confined to their own files. " +
      "Install it with: apt-get install bubblewrap (and allow user namespaces)",
  },
];

/** Tries each part of the launch line once; what fails is left out of the line and told in `remarks`. */
export async function probeLevel(): Promise<SandboxLevel> {
  const works = await Promise.all(PARTS.map(({ program, args }) => runs(program, args)));
  const level: SandboxLevel = { setpriv: false, prlimit: false, nice: false, bubblewrap: false, remarks: [] };
  PARTS.forEach((part, n) => {
    level[part.name] = works[n]!;
    if (!works[n]) level.remarks.push(part.remark);
  });
  if (Deno.build.os !== "linux") {
    level.remarks.push("Memory, processor and storage of compartments are watched on Linux only");
  }
  return level;
}

async function runs(program: string, args: string[]): Promise<boolean> {
  try {
    const { success } = await new Deno.Command(program, { args, stdin: "null", stdout: "null", stderr: "null" })
      .output();
    return success;
  } catch {
    return false;
  }
}
