import { connect, PageError } from "@bulkhead/page";

interface Note {
  id: number;
  text: string;
  author: string;
}

const page = await connect();
const by = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const notes = new Map<number, Note>();
if (page.panel) document.documentElement.dataset.panel = page.panel;

function show(): void {
  by("who").textContent = `${page.user.name} (${page.user.role}), ${page.theme}, ${page.locale}`;
  by("notes").replaceChildren(...[...notes.values()].map((note) => {
    const row = document.createElement("tr");
    const open = document.createElement("button");
    open.textContent = `Open ${note.id}`;
    open.addEventListener("click", () => {
      page.go(`note/${note.id}`);
      show();
    });
    for (const content of [note.text, note.author, open]) row.insertCell().append(content);
    return row;
  }));
  const [, id] = /^note\/(\d+)$/.exec(page.route) ?? [];
  const opened = notes.get(Number(id));
  by("open").hidden = !opened;
  if (opened) by("open").querySelector("h2")!.textContent = opened.text;
}

async function read(): Promise<void> {
  const { items } = await page.call<{ items: Note[] }>("board.note.list");
  notes.clear();
  for (const note of items) notes.set(note.id, note);
  show();
}

async function attempt(work: () => Promise<unknown>): Promise<void> {
  by("problem").textContent = "";
  try {
    await work();
  } catch (error) {
    by("problem").textContent = error instanceof PageError ? `${error.reason}: ${error.message}` : String(error);
  }
}

by<HTMLFormElement>("add").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const text = String(new FormData(form).get("text"));
  void attempt(async () => {
    await page.call("board.note.add", { text });
    form.reset();
  });
});
by("back").addEventListener("click", () => {
  page.go("");
  show();
});
by("clear").addEventListener("click", () =>
  void attempt(async () => {
    await page.call("board.note.clear", { reason: "Spring" });
    await read();
  }));
page.on<Note>("board.note.added", ({ data }) => {
  notes.set(data.id, data);
  show();
});
page.onTheme(show);
page.onRoute(show);
page.onMissed(() => void read());
await read();
