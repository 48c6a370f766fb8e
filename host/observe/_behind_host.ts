const RENICE = "/usr/bin/renice";
/** As compartments have it. */
const NICER_BY = 5;

/**
 * Has the calling thread come after the host's own where both want a processor: a flood of lines is stored from what calls leave
 * over. Priority is a matter of each thread on Linux alone; elsewhere, and without the program, it stays as it is.
 */
export function comeAfterHost(): void {
  if (Deno.build.os !== "linux") return;
  try {
    // Both are those of the thread that reads them.
    const tid = Deno.readLinkSync("/proc/thread-self").split("/").at(-1)!;
    const stat = Deno.readTextFileSync("/proc/thread-self/stat");
    const niceness = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16]) + NICER_BY;
    new Deno.Command(RENICE, { args: [`${niceness}`, "-p", tid], stdin: "null", stdout: "null", stderr: "null" })
      .outputSync();
  } catch {
    // it works without
  }
}
