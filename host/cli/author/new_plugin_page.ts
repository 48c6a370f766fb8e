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
      <form id="add">
        <input name="text" aria-label="New note" placeholder="Write a note" required maxlength="10000">
        <button type="submit">Add</button>
      </form>
      <p id="problem" role="alert"></p>
      <ul id="notes"></ul>
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
const list = document.querySelector<HTMLUListElement>("#notes")!;
const form = document.querySelector<HTMLFormElement>("#add")!;
const problem = document.querySelector<HTMLParagraphElement>("#problem")!;

async function show(): Promise<void> {
  const { items } = await page.call<{ items: Note[] }>("${id}.note.list");
  list.replaceChildren(...items.map((note) => {
    const item = document.createElement("li");
    item.textContent = note.text;
    return item;
  }));
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
