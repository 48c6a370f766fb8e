import * as fs from "node:fs";
import * as fsp from "node:fs/promises";
import type { Attempt } from "./attempt.ts";

const path = (args: Record<string, unknown>) => args.path as string;
const bytes = new TextEncoder().encode("written by the probe");
/** A fresh file of the probe's own. */
function own(): string {
  const file = `${Deno.cwd()}/own-${crypto.randomUUID()}`;
  Deno.writeTextFileSync(file, "own");
  return file;
}

/** Every way to write, replace, remove or link at `args.path`. Where it works it answers "done". */
const ways: Record<string, (args: Record<string, unknown>) => unknown> = {
  "Deno.writeFile": (args) => Deno.writeFile(path(args), bytes),
  "Deno.writeFileSync": (args) => Deno.writeFileSync(path(args), bytes),
  "Deno.writeTextFile, appending": (args) => Deno.writeTextFile(path(args), "x", { append: true }),
  "Deno.open": async (args) => (await Deno.open(path(args), { write: true, create: true })).close(),
  "Deno.create": async (args) => (await Deno.create(path(args))).close(),
  "Deno.truncate": async (args) => {
    Deno.writeFileSync(path(args), bytes);
    await Deno.truncate(path(args), 1);
  },
  "Deno.mkdir": (args) => Deno.mkdir(`${path(args)}-folder`),
  "Deno.copyFile": (args) => Deno.copyFile(own(), path(args)),
  "Deno.rename": (args) => Deno.rename(own(), path(args)),
  "Deno.makeTempFile": (args) => Deno.makeTempFile({ dir: path(args).replace(/\/[^/]*$/, "") }),
  "Deno.makeTempDir": (args) => Deno.makeTempDir({ dir: path(args).replace(/\/[^/]*$/, "") }),
  "a path through the own folder": (args) =>
    Deno.writeFile(`${Deno.cwd()}/../../../../../../../..${path(args)}`, bytes),
  "fs.writeFileSync": (args) => fs.writeFileSync(path(args), "x"),
  "fs.appendFileSync": (args) => fs.appendFileSync(path(args), "x"),
  "fs.promises.writeFile": (args) => fsp.writeFile(path(args), "x"),
  "fs.createWriteStream": (args) =>
    new Promise<void>((resolve, reject) => {
      const stream = fs.createWriteStream(path(args));
      stream.on("error", reject);
      stream.on("finish", resolve);
      stream.end("x");
    }),
  "fs.mkdtempSync": (args) => fs.mkdtempSync(path(args)),
  "fs.cpSync": (args) => fs.cpSync(own(), path(args)),
  "fs.renameSync": (args) => fs.renameSync(own(), path(args)),
};

/** Ways that need something at `args.path`; run on an own file they change it. */
const changes: Record<string, (args: Record<string, unknown>) => unknown> = {
  "Deno.remove": (args) => Deno.remove(path(args)),
  "Deno.chmod": (args) => Deno.chmod(path(args), 0o600),
  "Deno.utime": (args) => Deno.utime(path(args), 1, 1),
  "fs.unlinkSync": (args) => fs.unlinkSync(path(args)),
  "fs.rmSync": (args) => fs.rmSync(path(args)),
  "fs.chmodSync": (args) => fs.chmodSync(path(args), 0o600),
  "fs.utimesSync": (args) => fs.utimesSync(path(args), 1, 1),
};

/** Links from the own folder to `args.path`: with one, the own folder would reach everywhere. */
const links: Record<string, (args: Record<string, unknown>) => unknown> = {
  "Deno.symlink": (args) => Deno.symlink(path(args), `${Deno.cwd()}/link-${crypto.randomUUID()}`),
  "Deno.symlinkSync": (args) => Deno.symlinkSync(path(args), `${Deno.cwd()}/link-${crypto.randomUUID()}`),
  "fs.symlinkSync": (args) => fs.symlinkSync(path(args), `${Deno.cwd()}/link-${crypto.randomUUID()}`),
  "a relative symlink": (args) =>
    fs.symlinkSync(`../../../../../../../..${path(args)}`, `${Deno.cwd()}/link-${crypto.randomUUID()}`),
  "Deno.link": (args) => Deno.link(path(args), `${Deno.cwd()}/hard-${crypto.randomUUID()}`),
  "fs.linkSync": (args) => fs.linkSync(path(args), `${Deno.cwd()}/hard-${crypto.randomUUID()}`),
};

export const writers: Record<string, Attempt> = {};
for (const [kind, group] of Object.entries({ put: ways, change: changes, link: links })) {
  for (const [name, way] of Object.entries(group)) {
    writers[`${kind}: ${name}`] = async (args) => {
      await way(args);
      return "done";
    };
  }
}
