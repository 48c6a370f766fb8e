import type { TestPage } from "./browser.ts";

const AXE = new URL("../../node_modules/axe-core/axe.min.js", import.meta.url);

/** What is wrong for people who do not see, or do not see well. */
export async function violations(page: TestPage): Promise<string[]> {
  await page.evaluate(await Deno.readTextFile(AXE));
  return await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: unknown): Promise<{ violations: { help: string; nodes: { html: string }[] }[] }> };
    };
    const found = await axe.run({ resultTypes: ["violations"], rules: { region: { enabled: false } } });
    return found.violations.map(({ help, nodes }) =>
      `${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" ")}`
    );
  });
}
