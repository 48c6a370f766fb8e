import assert from "node:assert/strict";
import { testHost, until } from "../../tests/harness/mod.ts";
import type { RunDetail, WorkflowInfo } from "./wire.ts";

/** A plugin with a method that is for admins, and one whose params are checked. */
const DESK = {
  "plugin.json": JSON.stringify({ id: "desk", version: "1.0.0", engine: "^1", name: "Desk", entry: "plugin.ts" }),
  "plugin.ts": `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
export default definePlugin({
  methods: {
    "lock": method({
      summary: "Locks the desk", params: z.object({}), result: z.object({ by: z.string() }), roles: ["owner", "admin"],
      handler: (_params, { caller }) => ({ by: caller.role }),
    }),
    "write": method({
      summary: "Writes a note",
      params: z.object({ note: z.object({ text: z.string(), stars: z.number().min(0).max(5) }) }),
      result: z.object({ text: z.string() }),
      handler: ({ note }) => ({ text: note.text }),
    }),
  },
});
`,
};

const script = (body: string, uses = `"desk"`) =>
  `import { manual, workflow } from "@bulkhead/workflow";

export default workflow({ on: manual(), uses: [${uses}], retry: { max: 1 } }, async ({ desk }) => {
  ${body}
});
`;

interface Completions {
  items: { label: string; kind: string; detail?: string }[];
}

Deno.test("a script is written in the cockpit: completed, checked, saved, run within its writer's rights, removed", async (t) => {
  await using host = await testHost({ pluginFiles: { desk: DESK } });
  const as = (who: string) => ({ as: who });
  const run = async (name: string): Promise<RunDetail> => {
    const { runId } = await host.call<{ runId: string }>("host.workflow.run", { name });
    return await until(async () => {
      const detail = await host.call<RunDetail>("host.workflow.run.get", { id: runId });
      return detail.endedAt !== undefined && detail;
    }, { what: "the run ended", timeoutMs: 60_000 });
  };
  const users = await host.call<{ items: { id: string; handle: string }[] }>("host.user.list");
  const bob = users.items.find(({ handle }) => handle === "bob")!.id;
  await host.call("host.user.setRole", { id: bob, role: "admin" });

  await t.step("completion lists this server's methods", async () => {
    const source = script("desk.");
    const at = { file: "lock.ts", source, line: 4, column: "  desk.".length + 1 };
    // While the language server comes up the answer may be that it does.
    const { items } = await until(() => host.call<Completions>("host.workflow.editor.complete", at, as("bob")), {
      what: "an answer",
      timeoutMs: 120_000,
    });
    assert.deepEqual(items.map(({ label, kind }) => [label, kind]), [["lock", "method"], ["write", "method"]]);
    const { text } = await host.call<{ text: string }>("host.workflow.editor.hover", {
      ...at,
      source: script("desk.write"),
      column: "  desk.wri".length,
    });
    assert.match(text, /stars: number/);
    for (const method of ["editor.complete", "editor.hover", "editor.signature"]) {
      await assert.rejects(host.call(`host.workflow.${method}`, at, as("carol")), { code: -32003 }, method);
    }
  });

  await t.step("a wrong argument is a fault with its place, before anything is saved", async () => {
    const source = script(`await desk.write({ note: { text: "a", stars: "many" } });`);
    const { ok, diagnostics } = await host.call<WorkflowInfo & { ok: boolean }>("host.workflow.validate", {
      file: "lock.ts",
      source,
    });
    assert.equal(ok, false);
    assert.deepEqual(diagnostics.map(({ file, line, column, kind, message }) => [file, line, column, kind, message]), [
      [`${host.workflowsDir}/lock.ts`, 4, 41, "type", "Type 'string' is not assignable to type 'number'."],
    ]);
    await assert.rejects(host.call("host.workflow.source.put", { file: "lock.ts", source }), { code: -32022 });
    await assert.rejects(host.call("host.workflow.validate", { source }, as("carol")), { code: -32003 });
    await assert.rejects(host.call("host.workflow.source.put", { file: "lock.ts", source }, as("carol")), {
      code: -32003,
    });
    assert.deepEqual([...Deno.readDirSync(host.workflowsDir)], []);
  });

  await t.step("it acts with its saver's rights, and only as long as they have them", async () => {
    const source = script(`return (await desk.lock({})).by;`);
    const put = await host.call("host.workflow.source.put", { file: "lock.ts", source }, as("bob"));
    assert.deepEqual([put.name, put.state, put.created, put.diagnostics], ["lock", "live", true, []]);
    assert.equal(await Deno.readTextFile(`${host.workflowsDir}/lock.ts`), source);
    assert.equal((await run("lock")).output, "admin");

    await host.call("host.user.setRole", { id: bob, role: "member" });
    const refused = await run("lock");
    assert.equal(refused.state, "failed");
    assert.equal(refused.error!.reason, "forbidden");
    assert.match(
      refused.error!.message,
      /The role "member" may not call "desk\.lock": "lock" acts with the rights of .+ \(member\), who saved it/,
    );
    await host.call("host.user.setRole", { id: bob, role: "admin" });
    assert.equal((await run("lock")).output, "admin");
    await host.call("host.user.disable", { id: bob });
    assert.match((await run("lock")).error!.message, /was saved by .+, who may not act here any more/);

    // The same text by way of the disk is the folder's own, which acts as a member.
    await Deno.writeTextFile(`${host.workflowsDir}/lock.ts`, `${source}\n`);
    const before = (await host.call<WorkflowInfo>("host.workflow.get", { name: "lock" })).hash;
    await until(async () => (await host.call<WorkflowInfo>("host.workflow.get", { name: "lock" })).hash !== before, {
      what: "the save is live",
      timeoutMs: 60_000,
    });
    assert.match((await run("lock")).error!.message, /^The role "member" may not call "desk\.lock"$/);
  });

  await t.step("an argument that slips past the types fails the run with method, path and value", async () => {
    const source = script(`return await desk.write({ note: { text: "a", stars: "many" } } as any);`);
    await host.call("host.workflow.source.put", { file: "slip.ts", source });
    const { state, error } = await run("slip");
    assert.equal(state, "failed");
    assert.equal(error!.reason, "invalid_params");
    assert.match(error!.message, /^Wrong arguments of desk\.write at "\/note\/stars": .*number.*\(given: "many"\)$/);
  });

  await t.step("what is done is in the audit log", async () => {
    const { items } = await host.call<{ items: { method: string; outcome: string }[] }>("host.audit.list", {
      limit: 100,
    });
    const puts = items.filter(({ method }) => method === "host.workflow.source.put").map(({ outcome }) => outcome);
    assert.deepEqual([...new Set(puts)].sort(), ["allowed", "denied", "failed"]);
  });

  await t.step("a removed script is gone, and comes back by its text", async () => {
    const removed = await host.call<{ file: string; source: string }>("host.workflow.source.delete", { name: "slip" });
    await assert.rejects(host.call("host.workflow.get", { name: "slip" }), { code: -32004 });
    await host.call("host.workflow.source.put", { file: removed.file, source: removed.source });
    assert.equal((await host.call<WorkflowInfo>("host.workflow.get", { name: "slip" })).state, "live");
  });

  await t.step("the language server ends with the host", async () => {
    const { items } = await host.call<{ items: { fields?: { pid?: number } }[] }>("host.log.query", {
      text: '"The language server is there"',
    });
    const pids = items.map(({ fields }) => fields!.pid!);
    assert.equal(pids.length, 1);
    const alive = () => pids.filter((pid) => commandOf(pid).includes("lsp"));
    assert.equal(alive().length, 1);
    await host.stop();
    assert.deepEqual(alive(), []);
  });
});

function commandOf(pid: number): string[] {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/cmdline`).split("\0");
  } catch {
    return [];
  }
}
