/** Files of a draft: an upload is cut in the middle and goes on, outlives a reload, is given up, or says why it is not taken. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { ensureUi } from "../../scripts/build_ui.ts";
import { CHECKOUT, lacks, type TestHost, testHost, until } from "../harness/mod.ts";
import { testBrowser, type TestPage } from "./browser.ts";
import { composerOf, messageIn, send, signIn } from "./chat_person.ts";
import { cutProxy } from "./cut_proxy.ts";

const OUTPUT = `${CHECKOUT}/tests/output/chat_upload/`;
const MB = 1_000_000;
const chip = (page: TestPage, state: string, name: string) =>
  page.locator(`[data-upload="${state}"]`).filter({ hasText: name });
const choose = (page: TestPage, path: string) => page.getByLabel("Files to attach").setInputFiles(path);
const shot = (page: TestPage, name: string) => page.screenshot({ path: `${OUTPUT}${name}.png` });

Deno.test({
  name: "an upload that is cut in the middle goes on, after a reload too, and arrives byte for byte",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    const folder = await Deno.makeTempDir();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    using proxy = cutProxy(host.url);
    await using chromium = await testBrowser();
    try {
      const alice = await signIn(await chromium.page({ baseURL: proxy.url }), { url: proxy.url } as TestHost, "alice");
      await alice.goto(`${proxy.url}/app/chat/general`);
      await composerOf(alice, "general").waitFor();

      // The connection breaks after a third, nobody answers for a while, and it goes on from where it was.
      const film = await someFile(`${folder}/film.mp4`, 24 * MB);
      // The first piece of 8 MiB is there by then.
      proxy.cutAfter(10 * MB);
      const before = proxy.up;
      await choose(alice, film.path);
      await chip(alice, "waiting", "film.mp4").waitFor();
      assert.match(await chip(alice, "waiting", "film.mp4").innerText(), /[1-9]\d* %, waits for a connection/);
      await shot(alice, "1-waiting");
      assert.deepEqual(await serious(alice), []);
      proxy.heal();
      await chip(alice, "ready", "film.mp4").waitFor();
      // What went up twice is at most the piece that was on its way.
      assert.ok(proxy.up - before < 33 * MB, `${proxy.up - before} bytes went up`);
      await send(alice, "general", "the film");
      await messageIn(alice, "general", "the film").waitFor();
      assert.equal(await digest(host, alice, "film.mp4"), film.sha256);

      // The page is loaded anew in the middle: it goes on by itself, under the same address.
      const song = await someFile(`${folder}/song.flac`, 20 * MB);
      proxy.holdAfter(12 * MB);
      await choose(alice, song.path);
      await until(async () => (await partials(host)).some((size) => size > 8 * MB), { what: "a piece of the song" });
      await alice.goto("about:blank");
      proxy.heal();
      const left = proxy.up;
      await alice.goto(`${proxy.url}/app/chat/general`);
      await chip(alice, "ready", "song.flac").waitFor();
      assert.ok(proxy.up - left < 14 * MB, `${proxy.up - left} bytes went up after the reload`);
      // Also whole it is still there after one.
      await alice.reload();
      await chip(alice, "ready", "song.flac").waitFor();
      await send(alice, "general", "the song");
      await messageIn(alice, "general", "the song").waitFor();
      assert.equal(await digest(host, alice, "song.flac"), song.sha256);
      await alice.reload();
      await messageIn(alice, "general", "the song").waitFor();
      assert.equal(await alice.locator("[data-upload]").count(), 0, "what was sent is no draft any more");

      // While one looks elsewhere it goes on; given up, nothing of it stays.
      proxy.holdAfter(2 * MB);
      await choose(alice, film.path);
      await chip(alice, "sending", "film.mp4").waitFor();
      await until(async () => (await partials(host)).length === 1, { what: "the upload to begin" });
      proxy.heal();
      proxy.holdAfter(1 * MB);
      await alice.getByRole("button", { name: "Stop sending film.mp4" }).click();
      proxy.heal();
      await until(async () => (await partials(host)).length === 0, { what: "what was given up to go" });
      assert.equal(await alice.locator("[data-upload]").count(), 0);
      // Given up while a piece is on its way, it can go only once that has ended.
      const broken =
        /409 \(Conflict\).*\/files\/partial\/|ERR_(CONNECTION|EMPTY|INCOMPLETE|INTERNET|NETWORK|SOCKET|ABORTED)|WebSocket/;
      assert.deepEqual(alice.faults.filter((fault) => !broken.test(fault)), []);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "a file that is too large, of a refused kind or no longer at hand says so, and what to do",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    const folder = await Deno.makeTempDir();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    using proxy = cutProxy(host.url);
    await using chromium = await testBrowser();
    try {
      await host.call("host.plugin.settings.set", { id: "chat", values: { refusedFiles: "exe, msi" } });
      const alice = await signIn(await chromium.page({ baseURL: proxy.url }), { url: proxy.url } as TestHost, "alice");
      await alice.goto(`${proxy.url}/app/chat/general`);
      await composerOf(alice, "general").waitFor();
      const huge = await someFile(`${folder}/disk.img`, 0, 600 * MB);
      const before = proxy.up;
      await choose(alice, huge.path);
      await chip(alice, "failed", "Too large: 600.0 MB, at most 536.9 MB").waitFor();
      const program = await someFile(`${folder}/setup.exe`, 1_000);
      await choose(alice, program.path);
      await chip(alice, "failed", "Files of this kind are not taken here").waitFor();
      assert.ok(proxy.up - before < 200_000, "nothing of them was sent");
      await shot(alice, "2-refused");
      assert.deepEqual(await serious(alice), []);
      await alice.getByRole("button", { name: "Take out disk.img" }).click();
      await alice.getByRole("button", { name: "Take out setup.exe" }).click();
      await host.call("chat.message.send", { channel: "#general", text: "x", files: ["nothing"] }).then(
        () => assert.fail("a file of nobody was taken"),
        (error) => assert.match(error.message, /no file "nothing"/),
      );

      // Too many bytes for the browser to keep: the page asks for the file again, and goes on from where it was.
      const film = await someFile(`${folder}/film.mov`, 68 * MB);
      proxy.holdAfter(20 * MB);
      await choose(alice, film.path);
      await until(async () => (await partials(host)).some((size) => size > 16 * MB), { what: "pieces of the film" });
      await alice.goto("about:blank");
      proxy.heal();
      await alice.goto(`${proxy.url}/app/chat/general`);
      await chip(alice, "missing", "Choose it again, and it goes on").waitFor();
      await shot(alice, "3-missing");
      assert.deepEqual(await serious(alice), []);
      await alice.getByLabel("The file film.mov").setInputFiles(program.path);
      await alice.getByText("That is another file").first().waitFor();
      const left = proxy.up;
      await alice.getByLabel("The file film.mov").setInputFiles(film.path);
      await chip(alice, "ready", "film.mov").waitFor();
      assert.ok(proxy.up - left < 58 * MB, `${proxy.up - left} bytes went up after the reload`);
      await send(alice, "general", "the film");
      await messageIn(alice, "general", "the film").waitFor();
      assert.equal(await digest(host, alice, "film.mov"), film.sha256);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** A file of bytes that repeat nowhere; with a length beyond them it has a hole at its end. */
async function someFile(path: string, bytes: number, length = bytes): Promise<{ path: string; sha256: string }> {
  const content = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(content.subarray(at, Math.min(at + 65_536, bytes)));
  await Deno.writeFile(path, content);
  if (length > bytes) await Deno.truncate(path, length);
  return { path, sha256: hex(content) };
}

/** The digest of what the page's person reads from the host. */
async function digest(host: TestHost, page: TestPage, name: string): Promise<string> {
  const { items } = await host.call<{ items: { file: { id: string; name: string } }[] }>("chat.file.list", {
    channel: "#general",
  });
  const { id } = items.find(({ file }) => file.name === name)!.file;
  return hex(await (await page.request.get(`/files/${id}`)).body());
}

function hex(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Bytes on disk of each upload that is not whole. */
async function partials({ dataDir }: TestHost): Promise<number[]> {
  const names = [...Deno.readDirSync(`${dataDir}/files/partial`)].map(({ name }) => name);
  return await Promise.all(names.map(async (name) => (await Deno.stat(`${dataDir}/files/partial/${name}`)).size));
}

const AXE = new URL("../../node_modules/axe-core/axe.min.js", import.meta.url);

/** What axe finds on the page that keeps somebody out. */
async function serious(page: TestPage): Promise<string[]> {
  await page.evaluate(await Deno.readTextFile(AXE));
  return await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(options: unknown): Promise<{ violations: { impact: string; help: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run({ resultTypes: ["violations"] });
    const bad = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    return bad.flatMap(({ help, nodes }) => nodes.map(({ html }) => `${help}: ${html}`));
  });
}
