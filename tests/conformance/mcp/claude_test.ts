import assert from "node:assert/strict";
import { lacks, programPath, testHost } from "../../harness/mod.ts";
import { fakeModel } from "./_fake_model.ts";

/** For the whole conversation. */
const CLAUDE_MS = 120_000;
const TOOL = "mcp__bulkhead__chat_message_send";

Deno.test({
  name: "Claude Code connects, offers the tools to its model, and calls one as the person whose token it has",
  ignore: lacks("Claude Code"),
  fn: async () => {
    await using host = await testHost({ plugins: ["chat"] });
    await using model = fakeModel((request) => {
      const said = request.messages.at(-1)!.content;
      const isResult = Array.isArray(said) && said.some(({ type }) => type === "tool_result");
      if (isResult) return { type: "text", text: "It is sent." };
      if (!request.tools?.some(({ name }) => name === TOOL)) return { type: "text", text: "I see no such tool." };
      return { type: "tool_use", name: TOOL, input: { channel: "#general", text: "Hello from Claude Code" } };
    });
    const { token } = await host.call<{ token: string }>("host.token.create", { name: "claude" }, { as: "bob" });
    const servers = {
      bulkhead: { type: "http", url: `${host.url}/mcp`, headers: { Authorization: `Bearer ${token}` } },
    };
    const home = await Deno.makeTempDir();
    const child = new Deno.Command(programPath("Claude Code")!, {
      args: [
        ...["-p", "Greet everybody in #general", "--output-format", "text", "--allowedTools", TOOL],
        ...["--strict-mcp-config", "--mcp-config", JSON.stringify({ mcpServers: servers })],
      ],
      cwd: home,
      clearEnv: true,
      env: {
        PATH: Deno.env.get("PATH")!,
        HOME: home,
        ANTHROPIC_BASE_URL: model.url,
        ANTHROPIC_API_KEY: "not-a-key",
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
        ENABLE_TOOL_SEARCH: "false",
      },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const timer = setTimeout(() => child.kill("SIGKILL"), CLAUDE_MS);
    const [stdout, stderr] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
    await child.status;
    clearTimeout(timer);
    await Deno.remove(home, { recursive: true });
    assert.match(stdout, /It is sent\./, `${stdout}\n${stderr}`);
    const { items } = await host.call<{ items: { text: string; author: { name: string } }[] }>("chat.message.list", {
      channel: "#general",
    });
    assert.deepEqual(items.map(({ text, author }) => [author.name, text]), [["Bob", "Hello from Claude Code"]]);
  },
});
