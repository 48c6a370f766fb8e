import * as fs from "node:fs";
import * as fsp from "node:fs/promises";
import { createRequire } from "node:module";
import { DatabaseSync } from "node:sqlite";
import type { Attempt } from "./attempt.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const path = (args: Record<string, unknown>) => args.path as string;
/** A place in the data folder that the probe may write. */
const own = () => `${Deno.cwd()}/copy-${crypto.randomUUID()}`;

/** Every way to read the file `args.path`; each answers its text. */
export const readers: Record<string, Attempt> = {
  "Deno.readFile": async (args) => text(await Deno.readFile(path(args))),
  "Deno.readFileSync": (args) => text(Deno.readFileSync(path(args))),
  "Deno.readTextFile": (args) => Deno.readTextFile(path(args)),
  "Deno.readTextFileSync": (args) => Deno.readTextFileSync(path(args)),
  "Deno.readTextFile(URL)": (args) => Deno.readTextFile(new URL(`file://${path(args)}`)),
  "Deno.open": async (args) => {
    using file = await Deno.open(path(args));
    return await new Response(file.readable).text();
  },
  "Deno.openSync": (args) => {
    using file = Deno.openSync(path(args));
    const buffer = new Uint8Array(10_000);
    return text(buffer.subarray(0, file.readSync(buffer) ?? 0));
  },
  "Deno.copyFile": async (args) => {
    const target = own();
    await Deno.copyFile(path(args), target);
    return Deno.readTextFileSync(target);
  },
  "Deno.copyFileSync": (args) => {
    const target = own();
    Deno.copyFileSync(path(args), target);
    return Deno.readTextFileSync(target);
  },
  "fetch(file:)": async (args) => await (await fetch(`file://${path(args)}`)).text(),
  "a path through the own folder": (args) => Deno.readTextFile(`${Deno.cwd()}/../../../../../../../..${path(args)}`),
  "fs.readFileSync": (args) => fs.readFileSync(path(args), "utf8"),
  "fs.readFile": (args) =>
    new Promise((resolve, reject) =>
      fs.readFile(path(args), "utf8", (error, data) => error ? reject(error) : resolve(data))
    ),
  "fs.promises.readFile": (args) => fsp.readFile(path(args), "utf8"),
  "fs.promises.open": async (args) => {
    const handle = await fsp.open(path(args));
    try {
      return await handle.readFile("utf8");
    } finally {
      await handle.close();
    }
  },
  "fs.openSync": (args) => {
    const fd = fs.openSync(path(args), "r");
    try {
      return fs.readFileSync(fd, "utf8");
    } finally {
      fs.closeSync(fd);
    }
  },
  "fs.createReadStream": async (args) => {
    let all = "";
    for await (const chunk of fs.createReadStream(path(args), "utf8")) all += chunk;
    return all;
  },
  "fs.copyFileSync": (args) => {
    const target = own();
    fs.copyFileSync(path(args), target);
    return Deno.readTextFileSync(target);
  },
  "fs.cpSync": (args) => {
    const target = own();
    fs.cpSync(path(args), target);
    return Deno.readTextFileSync(target);
  },
  "fs.openAsBlob": async (args) => await (await fs.openAsBlob(path(args))).text(),
  "process.loadEnvFile": (args) => {
    process.loadEnvFile(path(args));
    return "loaded";
  },
  "createRequire of JSON": (args) => {
    const json = path(args).replace(/\.[^./]*$/, ".json");
    return JSON.stringify(createRequire(`file://${Deno.cwd()}/x.js`)(json));
  },
  "createRequire of a module": (args) => {
    const module = path(args).replace(/\.[^./]*$/, ".cjs");
    return createRequire(`file://${Deno.cwd()}/x.js`)(module);
  },
};

/** Ways to learn of a path without its content. */
const looks: Record<string, Attempt> = {
  "Deno.stat": async (args) => (await Deno.stat(path(args))).size,
  "Deno.lstatSync": (args) => Deno.lstatSync(path(args)).size,
  "Deno.realPath": (args) => Deno.realPath(path(args)),
  "Deno.readDir": async (args) => (await Array.fromAsync(Deno.readDir(folder(args)))).length,
  "Deno.readDirSync": (args) => [...Deno.readDirSync(folder(args))].length,
  "Deno.watchFs": (args) => {
    Deno.watchFs(path(args)).close();
    return "watching";
  },
  "fs.statSync": (args) => fs.statSync(path(args)).size,
  "fs.readdirSync": (args) => fs.readdirSync(folder(args)).length,
  "fs.opendirSync": (args) => {
    const dir = fs.opendirSync(folder(args));
    const first = dir.readSync();
    dir.closeSync();
    return first?.name;
  },
  "fs.accessSync": (args) => {
    fs.accessSync(path(args));
    return "there";
  },
  "fs.realpathSync": (args) => fs.realpathSync(path(args)),
};
for (const [name, look] of Object.entries(looks)) readers[`look: ${name}`] = look;

function folder(args: Record<string, unknown>): string {
  return path(args).replace(/\/[^/]*$/, "");
}

/** The database `args.path`, by every door of node:sqlite. */
const databases: Record<string, Attempt> = {
  open: (args) => {
    using db = new DatabaseSync(path(args), { readOnly: true });
    return db.prepare("SELECT word FROM secrets").get();
  },
  "open for writing": (args) => {
    using db = new DatabaseSync(path(args));
    return db.prepare("SELECT word FROM secrets").get();
  },
  "open as URI": (args) => {
    using db = new DatabaseSync(`file:${path(args)}?mode=ro`);
    return db.prepare("SELECT word FROM secrets").get();
  },
  attach: (args) => {
    using db = new DatabaseSync(`${Deno.cwd()}/own.db`);
    db.exec(`ATTACH '${path(args)}' AS other`);
    return db.prepare("SELECT word FROM other.secrets").get();
  },
  "vacuum into": (args) => {
    using db = new DatabaseSync(`${Deno.cwd()}/own.db`);
    db.exec(`VACUUM INTO '${path(args)}.copy'`);
    return "written";
  },
  extension: (args) => {
    using db = new DatabaseSync(":memory:", { allowExtension: true });
    db.loadExtension(path(args));
    return "loaded";
  },
};
for (const [name, door] of Object.entries(databases)) readers[`database: ${name}`] = door;
