import assert from "node:assert/strict";
import { readCheckOutput } from "./compiler_output.ts";

/** Texts as deno 2.9.6 printed them. */
const script = (read: (file: string) => string[] = () => []) => ({
  file: "/w/a.ts",
  plugins: ["chat", "github"],
  read,
});

Deno.test("type errors are told with place, message and source line; remarks about other places are not errors", () => {
  const output = `TS2322 [ERROR]: Type 'number' is not assignable to type 'string'.
    at file:///w/f.ts:2:118

    The expected type comes from property 'text' which is declared here on type '{ text: string; }'
    export interface Plugins { chat: { message: { send(p: { text: string }): Promise<{ id: string }> } } }
                                                            ~~~~
        at file:///data/types/plugins.d.ts:1:57

TS2322 [ERROR]: Type '"chatt"' is not assignable to type 'PluginId'. Did you mean '"chat"'?
export const q = workflow({ on: event("a.b"), uses: ["chatt"] }, ({ chatt }) => chatt);
                                                     ~~~~~~~
    at file:///w/f.ts:3:54

TS2339 [ERROR]: Property 'chatt' does not exist on type 'BaseContext<BusEvent<any>, undefined> & {}'.
export const q = workflow({ on: event("a.b"), uses: ["chatt"] }, ({ chatt }) => chatt);
                                                                    ~~~~~
    at file:///w/f.ts:3:69

Found 3 errors.

error: Type checking failed.

Stack backtrace:
   0: <unknown>
`;
  const faults = readCheckOutput(output, script(() => ["one", "two", "three"]));
  assert.deepEqual(faults, [
    {
      file: "/w/f.ts",
      line: 2,
      column: 118,
      message: "Type 'number' is not assignable to type 'string'.",
      kind: "type",
      source: "two",
    },
    {
      file: "/w/f.ts",
      line: 3,
      column: 54,
      message: '"chatt" is no plugin of this server; known: chat, github. Did you mean "chat"?',
      kind: "type",
      source: "three",
    },
    {
      file: "/w/f.ts",
      line: 3,
      column: 69,
      message: 'The context has no "chatt": it holds the plugins that `uses` names, step, sleep and so on',
      kind: "type",
      source: "three",
    },
  ]);
});

Deno.test("a message of several lines is kept whole", () => {
  const output = `TS2345 [ERROR]: Argument of type '() => void' is not assignable.
  Types of parameters '__0' and 'context' are incompatible.
    Property 'chat' is missing in type 'A'.
    ({ chat }) => chat.message.send({ text: "hi" }),
    ~~~~~~~~~
    at file:///w/a.ts:131:5

error: Type checking failed.
`;
  const [fault] = readCheckOutput(output, script());
  assert.equal(fault!.line, 131);
  assert.equal(
    fault!.message,
    "Argument of type '() => void' is not assignable.\n  Types of parameters '__0' and 'context' are incompatible.\n" +
      "    Property 'chat' is missing in type 'A'.",
  );
});

Deno.test("a syntax error is told with its place", () => {
  const output = `error: SyntaxError: Expression expected
  |
1 | export default 5 +;
  |                   ~
    at file:///w/my%20script.ts:1:19

Stack backtrace:
   0: <unknown>
`;
  assert.deepEqual(readCheckOutput(output, script(() => ["export default 5 +;"])), [{
    file: "/w/my script.ts",
    line: 1,
    column: 19,
    message: "Expression expected",
    kind: "syntax",
    source: "export default 5 +;",
  }]);
});

Deno.test("a package that is not offered is told by its name", () => {
  const locked =
    `error: The lockfile is out of date. Run \`deno install --frozen=false\`, or rerun with \`--frozen=false\` to update it.
changes:
  26 | +    "npm:left-pad@*": "1.3.0",
     | ...
`;
  const bare = `TS2307 [ERROR]: Import "bare" not a dependency and not in import map from "file:///w/a.ts"
  hint: If you want to use the npm package, try running \`deno add npm:bare\`
    at file:///w/a.ts:1:15

error: Type checking failed.
`;
  const importable = "a script may import @bulkhead/workflow, zod and files of its own folder";
  assert.equal(readCheckOutput(locked, script())[0]!.message, `"npm:left-pad" cannot be imported: ${importable}`);
  const [fault] = readCheckOutput(bare, script());
  assert.deepEqual([fault!.line, fault!.message], [1, `"bare" cannot be imported: ${importable}`]);
});

Deno.test("anything else is told as it stands", () => {
  assert.equal(
    readCheckOutput("error: Permission denied (os error 13)\n", script())[0]!.message,
    "Permission denied (os error 13)",
  );
  assert.equal(readCheckOutput("", script())[0]!.message, "deno check failed without a word");
});
