import { validateOpenRPCDocument } from "@open-rpc/schema-utils-js";
import assert from "node:assert/strict";
import { generateOpenrpc } from "./generate_openrpc.ts";
import { newPlugin } from "../host/cli/author/new_plugin.ts";

const ROOT = new URL("../", import.meta.url);

Deno.test("every plugin's openrpc.json is what its methods say", async () => {
  assert.deepEqual(await generateOpenrpc({ check: true }), [], "run: deno task generate");
});

Deno.test("a new plugin's document is written once, is valid OpenRPC, and then fresh", async () => {
  const folder = Deno.makeTempDirSync({ dir: decodeURIComponent(ROOT.pathname), prefix: "openrpc_" });
  try {
    await newPlugin("link-check", { folder });
    const plugins = new URL(`file://${folder}/`);
    assert.deepEqual(await generateOpenrpc({ plugins }), ["plugins/link-check/openrpc.json"]);
    assert.deepEqual(await generateOpenrpc({ plugins }), []);
    const document = JSON.parse(await Deno.readTextFile(`${folder}/link-check/openrpc.json`));
    assert.equal(validateOpenRPCDocument(document), true);
    assert.deepEqual(document.methods.map((method: { name: string }) => method.name), [
      "link-check.note.add",
      "link-check.note.list",
    ]);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
