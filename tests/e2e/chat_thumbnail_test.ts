/** A picture is shown small where it is one of many, without what its file says beside it, and whole where somebody looks at it. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { ensureUi } from "../../scripts/build_ui.ts";
import { lacks, testHost, until } from "../harness/mod.ts";
import { testBrowser, type TestPage } from "./browser.ts";
import { composerOf, messageIn, send, signIn } from "./chat_person.ts";

const SECRET = "52.5200 N 13.4050 E";

/** A large photograph with a place among its metadata. */
async function photograph(page: TestPage): Promise<Uint8Array> {
  const encoded = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: 1_600, height: 1_200 });
    const context = canvas.getContext("2d")!;
    for (let n = 0; n < 6_000; n++) {
      context.fillStyle = `hsl(${n * 37 % 360} 70% ${30 + n % 50}%)`;
      context.fillRect(n * 97 % 1_600, n * 61 % 1_200, 40, 30);
    }
    return canvas.toDataURL("image/jpeg", 0.95).split(",")[1]!;
  });
  const jpeg = Uint8Array.fromBase64(encoded);
  const text = new TextEncoder().encode(`Exif\0\0${SECRET}`);
  const segment = [0xff, 0xe1, (text.length + 2) >> 8, (text.length + 2) & 255, ...text];
  return new Uint8Array([...jpeg.subarray(0, 2), ...segment, ...jpeg.subarray(2)]);
}

Deno.test({
  name: "a picture is shown small and without its metadata, and whole when somebody opens it",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const options = { baseURL: host.url };
    const alice = await signIn(await chromium.page(options), host, "alice");
    const bob = await signIn(await chromium.page(options), host, "bob");
    for (const page of [alice, bob]) {
      await page.goto(`${host.url}/app/chat/general`);
      await composerOf(page, "general").waitFor();
    }
    const bytes = await photograph(alice);
    await alice.locator('input[type="file"]').first().setInputFiles([
      { name: "holiday.jpg", mimeType: "image/jpeg", buffer: Buffer.from(bytes) },
    ]);
    await alice.getByText("holiday.jpg").first().waitFor();
    await until(async () => {
      await send(alice, "general", "look");
      return await messageIn(bob, "general", "look").count() > 0;
    }, { what: "the upload" });
    const image = messageIn(bob, "general", "look").getByRole("img", { name: "holiday.jpg" });
    await image.waitFor();
    const size = await until(
      () =>
        image.evaluate((element) => {
          const { naturalWidth, naturalHeight, src } = element as HTMLImageElement;
          return naturalWidth > 0 && { naturalWidth, naturalHeight, src };
        }),
      { what: "the picture" },
    );
    assert.deepEqual([size.naturalWidth, size.naturalHeight], [512, 384]);
    const read = async (address: string) =>
      new Uint8Array(await (await bob.request.get(address)).body().then((body) => new Uint8Array(body)));
    const [file] = (await host.call<{ items: { file: { id: string; thumbnail: { id: string } } }[] }>(
      "chat.file.list",
      { channel: "#general" },
    )).items.map((item) => "file" in item ? item.file : item as unknown as { id: string; thumbnail: { id: string } });
    assert.ok(size.src.endsWith(file!.thumbnail.id));
    const [small, whole] = [await read(size.src), await read(`${host.url}/files/${file!.id}`)];
    assert.ok(small.byteLength < whole.byteLength / 4, `${small.byteLength} of ${whole.byteLength} bytes`);
    const holds = (bytes: Uint8Array) => Buffer.from(bytes).includes(SECRET);
    assert.deepEqual([holds(small), holds(whole)], [false, true]);

    await image.click();
    const opened = bob.getByRole("dialog").getByRole("img", { name: "holiday.jpg" });
    await opened.waitFor();
    await until(() => opened.evaluate((element) => (element as HTMLImageElement).naturalWidth === 1_600));
    for (const page of [alice, bob]) assert.deepEqual(page.faults, []);
  },
});
