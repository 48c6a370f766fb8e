/** The files of a new plugin by path: a small list of notes, with one of everything that a plugin has. */
export function pluginFiles(id: string): Record<string, string> {
  const name = id.split("-").map((word) => word[0]!.toUpperCase() + word.slice(1)).join(" ");
  return {
    "plugin.json": manifest(id, name),
    "README.md": readme(id, name),
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

const manifest = (id: string, name: string) =>
  JSON.stringify(
    {
      id,
      version: "0.1.0",
      engine: "^1",
      name,
      description: "Keeps notes. Replace this by what the plugin is for.",
      entry: "plugin.ts",
      openrpc: "openrpc.json",
      permissions: {
        publish: [{ type: `${id}.note.added`, reason: "Tells others that a note was added" }],
      },
      events: { emits: { [`${id}.note.added`]: { type: "object", description: "The note" } } },
    },
    null,
    2,
  ) + "\n";

const readme = (id: string, name: string) =>
  `# ${name}

Keeps notes. Replace this by what the plugin is for, and who needs it.

## Permissions

| permission | why |
| --- | --- |
| publish \`${id}.note.added\` | tells others that a note was added |

## Methods

| method | does |
| --- | --- |
| \`${id}.note.add\` | adds a note |
| \`${id}.note.list\` | lists notes, newest first |

## Events

\`${id}.note.added\` carries the note.

## When something fails

| what happens | what one sees |
| --- | --- |
| an empty note | -32602 with \`path: "/text"\` |
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
  `import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Note, NoteText, presentNote } from "../domain/note.ts";
import { insertNote } from "../store/notes.ts";

/** \`${id}.note.add\` */
export const noteAdd = method({
  summary: "Adds a note",
  emits: ["${id}.note.added"],
  params: z.object({ text: NoteText }),
  result: Note,
  handler: ({ text }, ctx) => {
    const note = presentNote(insertNote(ctx.db, { text, author: ctx.caller.id, createdAt: new Date().toISOString() }));
    ctx.events.publish({ type: "${id}.note.added", subject: String(note.id), data: note });
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
`;
