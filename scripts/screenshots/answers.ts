import type { Page } from "playwright-core";

/** What a method answers instead of the host: a result, an error, or nothing at all. */
export type Answer =
  | { result: unknown }
  | { change: (result: never) => unknown }
  | { error: { code: number; message: string; data: Record<string, unknown> } }
  | "away"
  | "never";

/** A refusal with its reason, hint and trace. */
export function refuse(code: number, message: string, data: Record<string, unknown>): Answer {
  return { error: { code, message, data } };
}

/** Puts answers in the way of some methods; all others go to the host. */
export async function answerCalls(
  page: Page,
  answers: Record<string, Answer>,
  auth?: Record<string, unknown>,
): Promise<void> {
  if (auth) {
    // It stands in the page.
    await page.route("**/*", async (route) => {
      if (route.request().resourceType() !== "document") return await route.fallback();
      const response = await route.fetch();
      const data = /(?<=<script type="application\/json" id="auth-state">).*?(?=<\/script>)/s;
      await route.fulfill({ response, body: (await response.text()).replace(data, () => JSON.stringify(auth)) });
    });
    const invitation = {
      kind: "invitation",
      role: "member",
      name: "Erin Hale",
      expiresAt: new Date(Date.now() + 86_400_000),
    };
    await page.route("**/auth/invitation", (route) => route.fulfill({ json: invitation }));
  }
  if (Object.keys(answers).length === 0) return;
  await page.route("**/rpc", async (route) => {
    const { id, method } = route.request().postDataJSON() as { id: number; method: string };
    const answer = answers[method];
    if (answer === undefined) return await route.fallback();
    if (answer === "away") return await route.abort("connectionrefused");
    if (answer === "never") return;
    if ("change" in answer) {
      const response = await route.fetch();
      const body = await response.json();
      return await route.fulfill({ response, json: { ...body, result: answer.change(body.result as never) } });
    }
    await route.fulfill({ json: { jsonrpc: "2.0", id, ...answer } });
  });
}
