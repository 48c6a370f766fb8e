/**
 * Releases of the host, for `[upgrade] source` of those who run it.
 *
 * ```
 * deno run -A scripts/release.ts keygen --out ~/.config/bulkhead/release.pem
 * deno run -A scripts/release.ts publish --to site/releases --key ~/.config/bulkhead/release.pem --notes notes.md
 * deno run -A scripts/release.ts refresh --to site/releases --key ~/.config/bulkhead/release.pem
 * ```
 *
 * `keygen` makes a key and writes its public half into this checkout: hosts that run what is released from it trust the key.
 * `publish` packs the checkout, reproducibly, and adds it to a folder that any web server can serve. `refresh` signs the list
 * anew before its time is up. While a key is changed, `--key` is given twice.
 */
import { fileURLToPath } from "node:url";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { createKeyFile, KeyError, readKeyFile } from "../host/packages/mod.ts";
import {
  packRelease,
  PINNED_KEYS,
  publishRelease,
  refreshReleases,
  releaseFiles,
  UpgradeError,
} from "../host/upgrade/mod.ts";
import { ensureUi } from "./build_ui.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const KEYS_FILE = `${ROOT}/host/upgrade/release/release_keys.json`;

const USAGE = `deno run -A scripts/release.ts keygen --out <key file>
deno run -A scripts/release.ts publish --to <folder> --key <key file> [--from <oldest version that may upgrade to it>]
                                       [--notes <Markdown file>] [--expires-days 90]
deno run -A scripts/release.ts refresh --to <folder> --key <key file> [--expires-days 90]`;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      out: { type: "string" },
      to: { type: "string" },
      key: { type: "string", multiple: true },
      from: { type: "string" },
      notes: { type: "string" },
      "expires-days": { type: "string" },
    },
  });
  const [command] = positionals;
  if (command === "keygen" && values.out) return await keygen(resolve(values.out));
  const expiresDays = Number(values["expires-days"] ?? 90);
  if ((command !== "publish" && command !== "refresh") || !values.to || !values.key || !(expiresDays > 0)) {
    console.error(USAGE);
    return 2;
  }
  const keys = await Promise.all(values.key.map((path) => readKeyFile(resolve(path))));
  const at = { folder: resolve(values.to), keys, expiresDays };
  if (command === "refresh") {
    const { revision, expires } = refreshReleases(at);
    console.log(`The list has revision ${revision} and counts until ${expires}`);
    return 0;
  }
  await ensureUi();
  const release = packRelease(await releaseFiles(ROOT));
  const { revision, expires } = publishRelease(at, {
    ...release,
    ...(values.from === undefined ? {} : { from: values.from }),
    ...(values.notes === undefined ? {} : { notes: await Deno.readTextFile(values.notes) }),
  });
  console.log(`Version ${release.version}, ${release.archive.length} bytes, is in ${at.folder}`);
  console.log(`The list has revision ${revision} and counts until ${expires}`);
  if (!keys.some(({ publicKey }) => PINNED_KEYS.includes(publicKey))) {
    console.log(
      `Hosts need key = "${keys[0]!.publicKey}" under [upgrade] in bulkhead.toml: this checkout does not have it in ` +
        "host/upgrade/release/release_keys.json",
    );
  }
  return 0;
}

async function keygen(path: string): Promise<number> {
  const { publicKey, fingerprint } = await createKeyFile(path);
  await Deno.writeTextFile(KEYS_FILE, `${JSON.stringify({ keys: [...PINNED_KEYS, publicKey] }, null, 2)}\n`);
  console.log(`${path} signs releases: keep a copy in a safe place, whoever has it can replace every host`);
  console.log(`Its public half ${publicKey} (${fingerprint}) is in ${KEYS_FILE}: commit that before you publish`);
  return 0;
}

if (import.meta.main) {
  try {
    Deno.exit(await main(Deno.args));
  } catch (error) {
    const known = error instanceof UpgradeError || error instanceof KeyError || error instanceof TypeError;
    if (!known) throw error;
    const { message, hint } = error as { message: string; hint?: string };
    console.error(hint ? `${message}\n${hint}` : message);
    Deno.exit(1);
  }
}
