/** The page of a new plugin: notes, live. */
export const pageHtml = (name: string) =>
  `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>${name.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`)}</title>
    <script type="module" src="./page.ts"></script>
  </head>
  <body>
    <main>
      <form id="add" class="row">
        <input name="text" aria-label="New note" placeholder="Write a note" required maxlength="10000">
        <button type="submit">Add</button>
      </form>
      <p id="problem" class="muted" role="alert"></p>
      <div id="notes"></div>
    </main>
  </body>
</html>
`;

export const pageScript = (id: string) =>
  `import { connect } from "@bulkhead/page";

interface Note {
  id: number;
  text: string;
  author: string;
  createdAt: string;
}

const page = await connect();
const list = document.querySelector<HTMLDivElement>("#notes")!;
const form = document.querySelector<HTMLFormElement>("#add")!;
const problem = document.querySelector<HTMLParagraphElement>("#problem")!;

async function show(): Promise<void> {
  const { items } = await page.call<{ items: Note[] }>("${id}.note.list");
  list.replaceChildren(...items.map(card));
  if (items.length === 0) list.append(paragraph("Nobody has written a note yet.", "muted"));
}

/** One note; what people wrote becomes text, never markup. */
function card(note: Note): HTMLElement {
  const element = document.createElement("article");
  element.className = "card";
  const when = new Date(note.createdAt).toLocaleString(page.locale);
  element.append(paragraph(note.text), paragraph(when, "muted"));
  return element;
}

function paragraph(text: string, className = ""): HTMLElement {
  const element = document.createElement("p");
  element.className = className;
  element.textContent = text;
  return element;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  problem.textContent = "";
  try {
    await page.call("${id}.note.add", { text: String(new FormData(form).get("text")) });
    form.reset();
  } catch (error) {
    problem.textContent = (error as Error).message;
  }
  await show();
});

// What others add appears by itself.
page.on(["${id}.note.added"], () => void show());
await show();
`;
