import type { Page } from "playwright-core";
import { type Answer, refuse } from "./answers.ts";
import { COMPLETIONS, FAULTS, FAULTY_LINE, SOURCE, TEMPLATES, TEST_RUN, THEIRS, WELCOME } from "./editor_states.ts";
import { heading, type Shot, text } from "./shot.ts";
import { REFUSED } from "./states.ts";

const PATH = "/workflows/welcome/edit";
const clean: Answer = { result: { ok: true, diagnostics: [] } };
const answers: Record<string, Answer> = {
  "host.workflow.list": { result: { items: [WELCOME] } },
  "host.workflow.runs": { result: { items: [] } },
  "host.workflow.source.get": { result: SOURCE },
  "host.workflow.validate": clean,
  "host.workflow.editor.complete": { result: { items: COMPLETIONS, isIncomplete: false } },
  "host.workflow.editor.hover": { result: { text: "" } },
  "host.workflow.editor.signature": { result: { signatures: [], activeSignature: 0, activeParameter: 0 } },
  "host.workflow.templates.list": { result: { items: TEMPLATES } },
  "host.workflow.run": { result: { runId: TEST_RUN.id } },
  "host.workflow.run.get": { result: TEST_RUN },
};
const faulty: Record<string, Answer> = {
  ...answers,
  "host.workflow.validate": { result: { ok: false, diagnostics: FAULTS } },
};

const source = (page: Page) => page.getByRole("textbox", { name: /Source of/ });
const ready = (page: Page) => source(page).waitFor();
const checked = (page: Page) => page.locator('[data-checks="done"]').waitFor();

/** Writes a line after the step that makes the text. */
async function write(page: Page, line: string): Promise<void> {
  await source(page).getByText("const text = ").click();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.insertText(line);
}

const SHOTS: Shot[] = [
  { name: "workflow_templates", path: "/workflows/new", answers, ready: text("Daily digest of a channel") },
  {
    name: "workflow_templates_open",
    path: "/workflows/new?template=daily_digest",
    answers,
    ready: text("Hide the source"),
  },
  {
    name: "workflow_templates_member",
    path: "/workflows/new",
    person: "bob",
    answers,
    ready: heading(/write workflows/),
  },
  {
    name: "workflow_templates_error",
    path: "/workflows/new",
    answers: { ...answers, "host.workflow.templates.list": REFUSED },
    ready: text("The templates could not be read"),
  },
  { name: "workflow_new", path: "/workflows/new/edit?template=daily_digest", answers, ready },
  { name: "workflow_edit", path: PATH, answers, ready: checked },
  {
    name: "workflow_edit_complete",
    path: PATH,
    answers,
    ready: checked,
    act: async (page) => {
      await write(page, "await chat.message");
      await page.keyboard.type(".");
      await page.getByRole("option").first().waitFor();
    },
  },
  {
    name: "workflow_edit_refused",
    path: PATH,
    answers: faulty,
    ready,
    act: async (page) => {
      await write(page, FAULTY_LINE);
      await checked(page);
      await page.keyboard.press("Control+s");
      await page.getByText(/^Not saved:/).waitFor();
    },
  },
  {
    name: "workflow_edit_changes",
    path: PATH,
    answers: { ...answers, "host.workflow.source.get": { result: { ...THEIRS, liveSource: SOURCE.source } } },
    ready: checked,
    act: async (page) => {
      await write(page, 'if (input?.dry) return "nothing was said";');
      await page.getByRole("button", { name: /Changes/ }).click();
      await page.getByText("Changes against").waitFor();
      await checked(page);
    },
  },
  {
    name: "workflow_edit_conflict",
    path: PATH,
    answers,
    ready: checked,
    act: async (page, _width, push) => {
      await write(page, 'if (input?.dry) return "nothing was said";');
      await page.route("**/rpc", async (route) => {
        const { id, method } = route.request().postDataJSON() as { id: number; method: string };
        if (method !== "host.workflow.source.get") return await route.fallback();
        await route.fulfill({ json: { jsonrpc: "2.0", id, result: THEIRS } });
      });
      push("host.workflow.changed", { name: "welcome" });
      await page.getByText("Bob changed this file meanwhile").waitFor();
      await page.getByRole("button", { name: "Compare" }).click();
    },
  },
  {
    name: "workflow_edit_live",
    path: PATH,
    answers: {
      ...answers,
      "host.workflow.source.put": {
        result: { name: "welcome", file: "welcome.ts", hash: "2".repeat(64), diagnostics: [], state: "live" },
      },
    },
    ready: checked,
    act: async (page) => {
      await write(page, 'if (input?.dry) return "nothing was said";');
      await page.keyboard.press("Control+s");
      await page.getByText(/^Live in/).waitFor();
    },
  },
  {
    name: "workflow_edit_grant",
    path: PATH,
    answers: {
      ...answers,
      "host.workflow.list": {
        result: {
          items: [{
            ...WELCOME,
            state: "needs_grant",
            lastGood: true,
            needs: { hash: "1f0c", net: ["api.example.com"], secrets: ["EXAMPLE_KEY"] },
          }],
        },
      },
    },
    ready: text("Grant and go live"),
  },
  {
    name: "workflow_edit_draft",
    path: PATH,
    answers,
    ready: checked,
    act: async (page) => {
      await write(page, "// Half a thought");
      await checked(page);
      await page.reload();
      await page.getByText("Your unsaved text is back").waitFor();
    },
  },
  {
    name: "workflow_edit_leave",
    path: PATH,
    answers,
    ready: checked,
    act: async (page, width) => {
      await write(page, "// Half a thought");
      if (width < 768) await page.getByRole("button", { name: "Back" }).click();
      else await page.getByRole("link", { name: "Workflows" }).last().click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "workflow_edit_rename",
    path: PATH,
    answers,
    ready: checked,
    act: async (page) => {
      await page.getByRole("button", { name: "More", exact: true }).first().click();
      await page.getByRole("menuitem", { name: "Rename the file" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "workflow_edit_test",
    path: PATH,
    answers,
    ready: checked,
    act: async (page) => {
      await page.getByRole("button", { name: "Test", exact: true }).click();
      await page.getByLabel("Channel").waitFor();
    },
  },
  {
    name: "workflow_edit_test_run",
    path: PATH,
    answers,
    ready: checked,
    act: async (page) => {
      await page.getByRole("button", { name: "Test", exact: true }).click();
      await page.getByRole("button", { name: "Run", exact: true }).click();
      await page.locator("[data-test-run]").waitFor();
      await page.locator("[data-test-run]").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "workflow_edit_failed",
    path: PATH,
    answers: {
      ...answers,
      "host.workflow.source.put": refuse(-32603, "The file could not be written: no space left on device", {
        reason: "internal",
        hint: "Make room on the disk of the server, then save again",
        traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
      }),
    },
    ready: checked,
    act: async (page) => {
      await write(page, "// Half a thought");
      await page.keyboard.press("Control+s");
      await page.getByText("It was not saved").waitFor();
    },
  },
  {
    name: "workflow_edit_member",
    path: PATH,
    person: "bob",
    answers,
    ready: text("Owners and admins change workflows"),
  },
  {
    name: "workflow_edit_offline",
    path: PATH,
    answers,
    offline: true,
    ready,
    act: (page) => page.getByText(/No connection/).waitFor(),
  },
  {
    name: "workflow_edit_error",
    path: PATH,
    answers: { ...answers, "host.workflow.source.get": REFUSED },
    ready: text("The source could not be read"),
  },
];

/** Writing workflows: templates, the editor and its states. */
export const EDITOR_SHOTS: Shot[] = SHOTS.map((shot) => ({ ...shot, mute: ["host.workflow.changed"] }));
