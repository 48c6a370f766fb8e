/** Variables for the launcher alone, or for who started it. */
const NOT_HANDED_ON = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "BULKHEAD_LAUNCHER", "BULKHEAD_TRIAL"];

/** The command that runs the host of a folder: a release's, or a checkout's. */
export function hostCommand(
  folder: string,
  args: string[],
  options:
    & { env: Record<string, string | undefined>; add: Record<string, string> }
    & Pick<
      Deno.CommandOptions,
      "stdout" | "stderr"
    >,
): Deno.Command {
  const { env, add, stdout, stderr } = options;
  const kept = Object.entries(env).filter((entry): entry is [string, string] =>
    entry[1] !== undefined && !NOT_HANDED_ON.includes(entry[0])
  );
  return new Deno.Command(Deno.execPath(), {
    // Only what is in the cache: at a start nothing is fetched.
    args: [
      "run",
      "-A",
      "--frozen",
      "--cached-only",
      "--config",
      `${folder}/deno.json`,
      `${folder}/host/main.ts`,
      ...args,
    ],
    clearEnv: true,
    env: { ...Object.fromEntries(kept), ...add },
    stdin: "null",
    stdout: stdout ?? "inherit",
    stderr: stderr ?? "inherit",
  });
}
