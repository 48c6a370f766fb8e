import assert from "node:assert/strict";
import { measureFolder } from "./folder_meter.ts";

Deno.test("a folder is measured with all below it, links apart", async () => {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    await Deno.mkdir(`${folder}/deep/er`, { recursive: true });
    for (let n = 0; n < 450; n++) await Deno.writeFile(`${folder}/deep/er/${n}`, new Uint8Array(4_096).fill(1));
    await Deno.writeFile(`${folder}/large`, new Uint8Array(3_000_000).fill(1));
    await Deno.symlink("/etc", `${folder}/outside`);
    await Deno.symlink(`${folder}/large`, `${folder}/inside`);
    await Deno.symlink(`${folder}/nothing`, `${folder}/dangling`);
    const { bytes, outsideLinks } = await measureFolder(folder);
    assert.ok(bytes > 4_800_000 && bytes < 5_500_000, `${bytes}`);
    assert.deepEqual(outsideLinks, [`${folder}/outside`]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a folder that is not there is empty", async () => {
  assert.deepEqual(await measureFolder("/nowhere/at/all"), { bytes: 0, outsideLinks: [] });
});
