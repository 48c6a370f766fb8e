import { pageHtml, pageScript } from "./new_plugin_page.ts";

export interface NewPluginChoices {
  /** Default: made from the id. */
  name?: string;
  /** One sentence. */
  description?: string;
  /** A page of its own in the cockpit. Default false. */
  page?: boolean;
  /** Version of zod for its deno.json; without it the folder gets none, as inside the checkout. */
  zod?: string;
}

/** The files of a new plugin by path: a small list of notes, with one of everything that a plugin has. */
export function pluginFiles(id: string, choices: NewPluginChoices = {}): Record<string, string> {
  const name = choices.name ?? nameOf(id);
  const description = choices.description ?? "Keeps notes. Replace this by what the plugin is for.";
  return {
    "plugin.json": manifest(id, { name, description, page: choices.page }),
    "README.md": readme(id, { name, description }),
    ...(choices.page ? { "ui/page.html": pageHtml(name), "ui/page.ts": pageScript(id) } : {}),
    ...(choices.zod
      ? {
        "deno.json": config(choices.zod),
        ".gitignore": ".bulkhead\n.dev/\nnode_modules/\n*.tgz\n",
        "host_test.ts": hostTest(id),
      }
      : {}),
    "plugin.ts": PLUGIN,
    "plugin_test.ts": test(id),
    "methods/note_add.ts": noteAdd(id),
    "methods/note_list.ts": noteList(id),
    "domain/note.ts": NOTE,
    "store/migrations/0001_notes.sql": SQL,
    "store/migrations.ts": MIGRATIONS,
    "store/notes.ts": NOTES,
  };
}

/** `link-check` as people write it: `Link Check`. */
export function nameOf(id: string): string {
  return id.split("-").filter(Boolean).map((word) => word[0]!.toUpperCase() + word.slice(1)).join(" ");
}

/** For editors and for `deno test`; the names lead to the host that made the folder, through a link that git ignores. */
const config = (zod: string) =>
  JSON.stringify(
    {
      imports: {
        "@bulkhead/plugin": "./.bulkhead/host/sdk/plugin.ts",
        "@bulkhead/testing": "./.bulkhead/host/sdk/testing.ts",
        "@bulkhead/page": "./.bulkhead/ui/sdk/page/mod.ts",
        zod: `npm:zod@${zod}`,
      },
      compilerOptions: {
        strict: true,
        noUncheckedIndexedAccess: true,
        lib: ["deno.window", "deno.unstable", "dom", "dom.iterable"],
      },
      fmt: { lineWidth: 120 },
      exclude: [".bulkhead", ".dev", "node_modules"],
    },
    null,
    2,
  ) + "\n";

const manifest = (id: string, { name, description, page }: { name: string; description: string; page?: boolean }) =>
  JSON.stringify(
    {
      id,
      version: "0.1.0",
      engine: "^1",
      name,
      description,
      icon: "notebook-pen",
      entry: "plugin.ts",
      openrpc: "openrpc.json",
      permissions: {
        publish: [{ type: `${id}.note.added`, reason: "Tells others that a note was added" }],
      },
      events: { emits: { [`${id}.note.added`]: { type: "object", description: "The note" } } },
      settings: {
        type: "object",
        properties: {
          maxNotes: {
            type: "integer",
            title: "Most notes",
            description: "How many notes may be kept",
            minimum: 1,
            maximum: 100_000,
            default: 1_000,
          },
        },
      },
      ...(page
        ? { ui: { nav: { title: name.slice(0, 40), icon: "notebook-pen", order: 100 }, page: "ui/page.html" } }
        : {}),
    },
    null,
    2,
  ) + "\n";

const readme = (id: string, { name, description }: { name: string; description: string }) =>
  `# ${name}

${description}

## Permissions

| permission | why |
| --- | --- |
| publish \`${id}.note.added\` | tells others that a note was added |

## Methods

| method | does |
| --- | --- |
| \`${id}.note.add\` | adds a note |
| \`${id}.note.list\` | lists notes, newest first |

## Settings

| name | means |
| --- | --- |
| \`maxNotes\` | how many notes may be kept, 1,000 at first |

## Events

\`${id}.note.added\` carries the note.

## When something fails

| what happens | what one sees |
| --- | --- |
| an empty note | -32602 with \`path: "/text"\` |
| more notes than \`maxNotes\` | -32022 with the reason \`full\` |
`;

const PLUGIN = `import { definePlugin } from "@bulkhead/plugin";
import { noteAdd } from "./methods/note_add.ts";
import { noteList } from "./methods/note_list.ts";
import { migrations } from "./store/migrations.ts";

export default definePlugin({
  migrations,
  methods: {
    "note.add": noteAdd,
    "note.list": noteList,
  },
});
`;

const noteAdd = (id: string) =>
  `import { method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { Note, NoteText, presentNote } from "../domain/note.ts";
import { countNotes, insertNote } from "../store/notes.ts";

/** \`${id}.note.add\` */
export const noteAdd = method({
  summary: "Adds a note",
  emits: ["${id}.note.added"],
  params: z.object({ text: NoteText }),
  result: Note,
  handler: ({ text }, ctx) => {
    const { maxNotes = 1_000 } = ctx.settings as { maxNotes?: number };
    if (countNotes(ctx.db) >= maxNotes) {
      throw new RpcError("precondition_failed", \`There are \${maxNotes} notes already\`, {
        reason: "full",
        hint: "An owner can raise the limit in this plugin's settings",
      });
    }
    const note = presentNote(insertNote(ctx.db, { text, author: ctx.caller.id, createdAt: new Date().toISOString() }));
    // Every member may see it; without an audience only plugins and workflows do.
    ctx.events.publish({
      type: "${id}.note.added",
      subject: String(note.id),
      audience: "role:member",
      data: note,
    });
    return note;
  },
});
`;

const noteList = (id: string) =>
  `import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Note, presentNote } from "../domain/note.ts";
import { listNotes } from "../store/notes.ts";

/** \`${id}.note.list\` */
export const noteList = method({
  summary: "Lists notes, newest first",
  readOnly: true,
  params: z.object({ limit: z.int().min(1).max(200).default(50) }),
  result: z.object({ items: z.array(Note) }),
  handler: ({ limit }, ctx) => ({ items: listNotes(ctx.db, limit).map(presentNote) }),
});
`;

const NOTE = `import { z } from "zod";
import type { NoteRow } from "../store/notes.ts";

/** What a note may say. */
export const NoteText = z.string().trim().min(1, "A note needs some text").max(10_000);

export const Note = z.object({
  id: z.int(),
  text: z.string(),
  author: z.string(),
  createdAt: z.iso.datetime(),
});

/** The one form in which a note leaves this plugin. */
export function presentNote(row: NoteRow): z.output<typeof Note> {
  return { id: row.id, text: row.text, author: row.author, createdAt: row.created_at };
}
`;

const SQL = `CREATE TABLE notes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  text TEXT NOT NULL,
  author TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
`;

const MIGRATIONS = `import notes from "./migrations/0001_notes.sql" with { type: "text" };

/** Every SQL file of the folder, by its name. */
export const migrations = { "0001_notes": notes };
`;

const NOTES = `import type { PluginDatabase } from "@bulkhead/plugin";

export interface NoteRow {
  id: number;
  text: string;
  author: string;
  created_at: string;
}

export function insertNote(db: PluginDatabase, note: { text: string; author: string; createdAt: string }): NoteRow {
  return db.get<NoteRow>(
    "INSERT INTO notes (text, author, created_at) VALUES (?, ?, ?) RETURNING id, text, author, created_at",
    note.text,
    note.author,
    note.createdAt,
  )!;
}

export function countNotes(db: PluginDatabase): number {
  return db.get<{ count: number }>("SELECT count(*) AS count FROM notes")!.count;
}

export function listNotes(db: PluginDatabase, limit: number): NoteRow[] {
  return db.all<NoteRow>("SELECT id, text, author, created_at FROM notes ORDER BY id DESC LIMIT ?", limit);
}
`;

const test = (id: string) =>
  `import assert from "node:assert/strict";
import { testPlugin } from "@bulkhead/testing";
import plugin from "./plugin.ts";

Deno.test("an added note is listed, and announced once", async () => {
  await using test = await testPlugin(plugin, { id: "${id}" });
  const note = await test.call("${id}.note.add", { text: "hello" }, { key: "first" });
  assert.deepEqual(await test.call("${id}.note.add", { text: "hello" }, { key: "first" }), note);
  assert.deepEqual(await test.call("${id}.note.list"), { items: [note] });
  await test.relayed();
  assert.deepEqual(test.events.map((event) => event.data), [note]);
  assert.equal(test.events[0]!.type, "${id}.note.added");
});

Deno.test("an empty note is refused with a pointer to it", async () => {
  await using test = await testPlugin(plugin, { id: "${id}" });
  await assert.rejects(test.call("${id}.note.add", { text: " " }), (error: { data: { path: string } }) => {
    assert.equal(error.data.path, "/text");
    return true;
  });
});

Deno.test("no more notes are kept than the settings allow", async () => {
  await using test = await testPlugin(plugin, { id: "${id}", settings: { maxNotes: 1 } });
  await test.call("${id}.note.add", { text: "first" });
  await assert.rejects(test.call("${id}.note.add", { text: "second" }), (error: { data: { reason: string } }) => {
    assert.equal(error.data.reason, "full");
    return true;
  });
});
`;

/** The same in the real host, as people meet it; only in a folder of its own, where the command line hands the host over. */
export const hostTest = (id: string) =>
  `import assert from "node:assert/strict";
import { testHost } from "@bulkhead/testing";

Deno.test("in the host, what one person adds another can list", async () => {
  await using host = await testHost();
  const note = await host.call("${id}.note.add", { text: "hello" }, { as: "bob" });
  assert.deepEqual(await host.call("${id}.note.list", {}, { as: "carol" }), { items: [note] });
  const [event] = await host.events("${id}.note.added");
  assert.deepEqual(event!.data, note);
});
`;
