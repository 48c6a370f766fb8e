/** Completion in real shells against a real host. */
import assert from "node:assert/strict";
import { lacks } from "../../tests/harness/mod.ts";
import { startTestHost } from "./_test_host.ts";

const MAIN = decodeURIComponent(new URL("main.ts", import.meta.url).pathname);

async function shell(program: string, args: string[], dataDir: string): Promise<string[]> {
  const { stdout, stderr } = await new Deno.Command(program, {
    args,
    env: { BULKHEAD_DATA: dataDir, TERM: "dumb", NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const said = new TextDecoder().decode(stdout).split("\n").filter(Boolean);
  assert.ok(said.length > 0, new TextDecoder().decode(stderr));
  return said;
}

/** What bash would offer after this line. */
const inBash = (line: string, dataDir: string) =>
  shell("bash", [
    "-c",
    `bulkhead() { "${Deno.execPath()}" run -A "${MAIN}" "$@"; }
    source /usr/share/bash-completion/bash_completion
    source <(bulkhead completion bash)
    compopt() { :; }
    COMP_LINE='${line}'; COMP_POINT=\${#COMP_LINE}; COMP_WORDS=(${line.replace(/ $/, " ''")}); COMP_TYPE=9
    COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
    __bulkhead_complete
    printf '%s\\n' "\${COMPREPLY[@]}"`,
  ], dataDir);

Deno.test({
  name: "bash completes commands, and methods of the running host",
  ignore: lacks("bash-completion"),
  async fn() {
    await using host = await startTestHost();
    assert.deepEqual(await inBash("bulkhead plugin en", host.dataDir), ["enable"]);
    assert.deepEqual(await inBash("bulkhead call host.user.in", host.dataDir), ["host.user.invite"]);
  },
});

Deno.test({
  name: "fish completes methods with what each does",
  ignore: lacks("fish"),
  async fn() {
    await using host = await startTestHost();
    const script = `function bulkhead; "${Deno.execPath()}" run -A "${MAIN}" $argv; end
    bulkhead completion fish | source
    complete -C "bulkhead call host.user.in"`;
    const [said] = await shell("fish", ["--no-config", "-c", script], host.dataDir);
    assert.match(said!, /^host\.user\.invite\tMakes a link/);
  },
});

Deno.test({
  name: "zsh takes the script and asks the same",
  ignore: lacks("zsh"),
  async fn() {
    await using host = await startTestHost();
    const script = `bulkhead() { "${Deno.execPath()}" run -A "${MAIN}" "$@" }
    compdef() { print "defined $*" }
    source <(bulkhead completion zsh)
    _describe() { print -l -- $completions }
    words=(bulkhead call host.user.in); CURRENT=3
    _bulkhead`;
    const said = await shell("zsh", ["-f", "-c", script], host.dataDir);
    assert.equal(said[0], "defined _bulkhead bulkhead");
    assert.match(said[1]!, /^host\.user\.invite:Makes a link/);
  },
});

Deno.test("without a host commands are completed all the same, and nothing waits", async () => {
  const dir = await Deno.makeTempDir();
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", MAIN, "complete", "--", "call", "host."],
    env: { BULKHEAD_DATA: dir },
  }).output();
  assert.equal(new TextDecoder().decode(stdout).trim(), ":4");
  await Deno.remove(dir);
});
