/** Programs of the machine that some tests need, with the command that installs each. */
const PROGRAMS = {
  chromium: { paths: ["/usr/bin/chromium", "/usr/bin/chromium-browser"], install: "apt-get install -y chromium" },
  bubblewrap: { paths: ["/usr/bin/bwrap"], install: "apt-get install -y bubblewrap" },
  setpriv: { paths: ["/usr/bin/setpriv"], install: "apt-get install -y util-linux" },
  prlimit: { paths: ["/usr/bin/prlimit"], install: "apt-get install -y util-linux" },
  redis: { paths: ["/usr/bin/redis-server"], install: "apt-get install -y redis-server" },
  cadaver: { paths: ["/usr/bin/cadaver"], install: "apt-get install -y cadaver" },
  rclone: { paths: ["/usr/bin/rclone", "/usr/local/bin/rclone"], install: "apt-get install -y rclone" },
  script: { paths: ["/usr/bin/script"], install: "apt-get install -y bsdutils" },
  zsh: { paths: ["/usr/bin/zsh", "/bin/zsh"], install: "apt-get install -y zsh" },
  fish: { paths: ["/usr/bin/fish"], install: "apt-get install -y fish" },
  "bash-completion": {
    paths: ["/usr/share/bash-completion/bash_completion"],
    install: "apt-get install -y bash-completion",
  },
  "Claude Code": {
    paths: onPath("claude", Deno.env.get("CLAUDE_CODE_PATH")),
    install: "npm install --global @anthropic-ai/claude-code",
  },
} as const;

/** Where a program of npm may be: the folder differs by machine. `named` goes before all of them. */
function onPath(command: string, named?: string): string[] {
  const folders = (Deno.env.get("PATH") ?? "").split(":").filter((folder) => folder.startsWith("/"));
  return [...(named ? [named] : []), ...folders.map((folder) => `${folder}/${command}`)];
}

export type Program = keyof typeof PROGRAMS;

/** The absolute path of a program, or undefined where the machine lacks it. */
export function programPath(program: Program): string | undefined {
  return PROGRAMS[program].paths.find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
}

/**
 * For `Deno.test({ ignore: lacks("chromium"), … })`: true, with a printed reason, where the machine lacks the program.
 * With BULKHEAD_REQUIRE=all nothing is skipped: a missing program is an error.
 */
export function lacks(program: Program): boolean {
  if (programPath(program)) return false;
  const remedy = `${program} is not installed; install it with: ${PROGRAMS[program].install}`;
  if (Deno.env.get("BULKHEAD_REQUIRE") === "all") throw new Error(`BULKHEAD_REQUIRE=all, but ${remedy}`);
  console.warn(`skipped: ${remedy}`);
  return true;
}
