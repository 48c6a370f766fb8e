/** Plain elements in a page look as the cockpit's, and can be read in both themes. */
import assert from "node:assert/strict";
import { lacks } from "../../harness/mod.ts";
import { frameOf, openPage, pagesTest } from "./cockpit.ts";

const ELEMENTS = `
<h1>Heading</h1>
<p>Text with <a href="#x">a link</a>, <code>code</code>, <small>small</small> and <span class="muted">muted</span> words.</p>
<div class="row">
  <button>Default</button> <button class="primary">Primary</button> <button class="danger">Danger</button>
  <button class="ghost">Ghost</button> <button disabled>Disabled</button> <input type="submit" value="Submit">
  <span class="badge">Badge</span> <span class="badge ok">Ok</span> <span class="badge warn">Warn</span>
  <span class="badge bad">Bad</span>
</div>
<h2>Form</h2>
<form>
  <p><label for="name">Name</label><input id="name" value="Ada"></p>
  <p><label for="choice">Choice</label><select id="choice"><option>One</option></select></p>
  <p><label for="text">Text</label><textarea id="text" placeholder="Write"></textarea></p>
  <fieldset>
    <legend>Options</legend>
    <label><input type="checkbox" checked> Send reminders</label>
    <label><input type="radio" name="rhythm" checked> Weekly</label>
  </fieldset>
  <p><label for="wrong">Wrong</label><input id="wrong" aria-invalid="true" value="x@"></p>
  <progress aria-label="Progress" value="0.4"></progress>
</form>
<p role="alert">Something went wrong: try again.</p>
<blockquote>A quote</blockquote>
<pre tabindex="0">const a = 1;</pre>
<section class="card"><h3>Card</h3><p>Inside</p></section>
<table><caption>Votes</caption><thead><tr><th>Option</th><th>Votes</th></tr></thead><tbody><tr><td>Yes</td><td>12</td></tr></tbody></table>
`;

const OUTPUT = new URL("../../output/pages/", import.meta.url).pathname;

Deno.test({
  name: "plain elements in a page are readable in both themes, wide and narrow",
  ignore: lacks("chromium"),
  async fn() {
    await using test = await pagesTest(["board"]);
    const axe = await Deno.readTextFile(new URL("../../../node_modules/axe-core/axe.min.js", import.meta.url));
    for (const [width, height] of [[1440, 900], [390, 844]] as const) {
      for (const colorScheme of ["light", "dark"] as const) {
        const page = await test.signIn("alice", { viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
        await (await openPage(page, "/app/board")).getByText(`, ${colorScheme},`).waitFor();
        const frame = await frameOf(page, "/p/board/");
        await frame.evaluate((html) => {
          document.querySelector("main")!.innerHTML = html;
        }, ELEMENTS);
        await page.screenshot({ path: `${OUTPUT}elements_${width}_${colorScheme}.png` });
        await frame.evaluate(axe);
        const violations = await frame.evaluate(async () => {
          const { axe } = globalThis as unknown as {
            axe: { run(options: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
          };
          const found = await axe.run({ resultTypes: ["violations"] });
          return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
        });
        assert.deepEqual(violations, [], `${width} ${colorScheme}`);
        const overflow = await frame.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `nothing is wider than the page at ${width}`);
        await page.context().close();
      }
    }
  },
});
