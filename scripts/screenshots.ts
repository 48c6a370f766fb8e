/**
 * Pictures of every page and state, in three sizes and two themes, into tests/output/screenshots.
 *
 * `deno run -A scripts/screenshots.ts [--only chat,home] [--sizes 1440x900] [--themes light] [--url http://127.0.0.1:8080] [--axe]`
 *
 * Without `--url` it starts a host of its own with demo data. `--axe` also checks each picture's page for
 * accessibility and fails on a violation. Pages are the real ones; states that are hard to bring about
 * (a crash, a fault, a server that is away) are answers put in the browser's way.
 */
import { parseArgs } from "node:util";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { answerCalls } from "./screenshots/answers.ts";
import { startDemoHost } from "./screenshots/demo_host.ts";
import type { Push, Shot } from "./screenshots/shot.ts";
import { SHOTS } from "./screenshots/shots.ts";

const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const OUTPUT = new URL("../tests/output/screenshots/", import.meta.url).pathname;

const { values } = parseArgs({
  args: Deno.args,
  options: {
    only: { type: "string" },
    sizes: { type: "string", default: "1440x900,1024x768,390x844" },
    themes: { type: "string", default: "light,dark" },
    url: { type: "string" },
    axe: { type: "boolean", default: false },
  },
});

interface Look {
  width: number;
  height: number;
  theme: "light" | "dark";
}

let problems = 0;

async function main(): Promise<void> {
  Deno.mkdirSync(OUTPUT, { recursive: true });
  await using host = values.url ? { url: values.url, [Symbol.asyncDispose]: async () => {} } : await startDemoHost();
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: CHROMIUM_FLAGS });
  try {
    const wanted = values.only?.split(",");
    const shots = SHOTS.filter((shot) => !wanted || wanted.some((name) => shot.name.startsWith(name)));
    for (const size of values.sizes.split(",")) {
      const [width = 1440, height = 900] = size.split("x").map(Number);
      for (const theme of values.themes.split(",") as Look["theme"][]) {
        for (const shot of shots) await take(browser, host.url, shot, { width, height, theme });
      }
    }
    console.log(`${shots.length} pages and states in ${OUTPUT}`);
  } finally {
    await browser.close();
  }
  if (problems > 0) {
    console.error(`${problems} problems`);
    Deno.exitCode = 1;
  }
}

async function take(browser: Browser, url: string, shot: Shot, look: Look): Promise<void> {
  const name = `${shot.name}_${look.width}_${look.theme}`;
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: look.width, height: look.height },
    colorScheme: look.theme,
    reducedMotion: "reduce",
    ...(shot.locale ? { locale: shot.locale } : {}),
  });
  try {
    if (shot.person !== null) await signIn(context, url, shot.person ?? "alice");
    const page = await context.newPage();
    page.on("pageerror", (error) => report(name, error.message));
    page.on("console", (message) => {
      // A refused call is what some states are about; the browser tells of it by itself.
      if (message.type() === "error" && !/Failed to load resource/.test(message.text())) report(name, message.text());
    });
    await answerCalls(page, shot.answers ?? {}, shot.auth);
    const push = await routeSocket(page, shot);
    await page.goto(shot.path);
    await shot.ready(page);
    await shot.act?.(page, look.width, push);
    await page.waitForTimeout(250);
    await page.screenshot({ path: `${OUTPUT}${name}.png` });
    if (values.axe) await checkAccessibility(page, name);
  } catch (error) {
    report(name, error instanceof Error ? error.message : String(error));
  } finally {
    await context.close();
  }
}

/** Lets what a picture pushes stand among what the host pushes; without a connection it refuses each. */
async function routeSocket(page: Page, shot: Shot): Promise<Push> {
  let send: ((text: string) => void) | undefined;
  await page.routeWebSocket("**/ws", (socket) => {
    if (shot.offline) return void socket.close();
    const server = socket.connectToServer();
    const mute = shot.mute ?? [];
    if (mute.length > 0) server.onMessage((text) => socket.send(withoutTypes(String(text), mute)));
    send = (text) => socket.send(text);
  });
  return (type, data) => send?.(JSON.stringify({ jsonrpc: "2.0", method: "events.volatile", params: { type, data } }));
}

/** What the host sent, without volatile messages of these types. */
function withoutTypes(text: string, mute: string[]): string {
  const sent = JSON.parse(text) as Message | Message[];
  const kept = (Array.isArray(sent) ? sent : [sent]).filter(({ method, params }) =>
    method !== "events.volatile" || !mute.includes(params?.type ?? "")
  );
  return JSON.stringify(kept);
}

interface Message {
  method?: string;
  params?: { type?: string };
}

async function signIn(context: BrowserContext, url: string, handle: string): Promise<void> {
  const answer = await context.request.post("/auth/dev", { data: { handle }, headers: { origin: url } });
  if (!answer.ok()) throw new Error(`sign-in as ${handle} answered ${answer.status()}: ${await answer.text()}`);
}

const axeSource = values.axe
  ? Deno.readTextFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url))
  : "";

async function checkAccessibility(page: Page, name: string): Promise<void> {
  // The page's policy refuses inline scripts; what the debugger evaluates is not bound by it.
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: unknown): Promise<{ violations: AxeViolation[] }> };
    };
    const found = await axe.run({
      resultTypes: ["violations"],
      // Menus are drawn at the end of the page, outside of its landmarks, and reached through their button.
      rules: { region: { enabled: false } },
    });
    return found.violations.map((each) =>
      `${each.id}: ${each.help}\n    ${each.nodes.slice(0, 4).map((node) => node.html.slice(0, 160)).join("\n    ")}`
    );
  });
  for (const violation of violations) report(name, violation);
}

interface AxeViolation {
  id: string;
  help: string;
  nodes: { html: string }[];
}

function report(name: string, problem: string): void {
  problems++;
  console.error(`${name}: ${problem}`);
}

await main();
