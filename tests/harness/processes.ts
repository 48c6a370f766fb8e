/** Pids of the processes whose command line holds `text`, this one left out. Linux only. */
export function processesOf(text: string): number[] {
  const found: number[] = [];
  for (const entry of Deno.readDirSync("/proc")) {
    const pid = Number(entry.name);
    if (!Number.isInteger(pid) || pid === Deno.pid) continue;
    let commandLine: string;
    try {
      commandLine = Deno.readTextFileSync(`/proc/${pid}/cmdline`);
    } catch {
      continue;
    }
    if (commandLine.includes(text)) found.push(pid);
  }
  return found;
}
