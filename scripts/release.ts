/**
 * Releases of the host, for `[upgrade] source` of those who run it. scripts/RELEASES.md tells how keys are kept and changed.
 *
 * ```
 * deno run -A scripts/release.ts keygen --out ~/.config/bulkhead/release.pem
 * deno run -A scripts/release.ts publish --to site/releases --key ~/.config/bulkhead/release.pem --notes notes.md
 * deno run -A scripts/release.ts refresh --to site/releases --key ~/.config/bulkhead/release.pem
 * ```
 *
 * `keygen` makes a key and writes its public half into this checkout: hosts that run what is released from it trust the key.
 * `publish` packs the checkout, reproducibly, and adds it to a folder that any web server can serve. `refresh` signs the list
 * anew before its time is up. `keys` says which keys the checkout pins, `retire` takes one out. While a key is changed,
 * `--key` is given twice.
 */
import { fileURLToPath } from "node:url";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createKeyFile, fingerprintOf, KeyError, readKeyFile } from "../host/packages/mod.ts";
import {
  checkPinned,
  packRelease,
  pin,
  PINNED_FILE,
  publishRelease,
  readPinned,
  refreshReleases,
  releaseFiles,
  retire,
  UpgradeError,
} from "../host/upgrade/mod.ts";
import { ensureUi } from "./build_ui.ts";

const ROOT = Deno.realPathSync(fileURLToPath(new URL("..", import.meta.url)));

const USAGE = `deno run -A scripts/release.ts keygen --out <key file>
deno run -A scripts/release.ts keys
deno run -A scripts/release.ts retire <fingerprint>
deno run -A scripts/release.ts publish --to <folder> --key <key file> [--from <oldest version that may upgrade to it>]
                                       [--notes <Markdown file>] [--expires-days 90] [--unpinned]
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
      unpinned: { type: "boolean" },
    },
  });
  const [command, fingerprint] = positionals;
  if (command === "keygen" && values.out) return await keygen(resolve(values.out));
  if (command === "keys") return keys(readPinned(ROOT));
  if (command === "retire" && fingerprint) return keys(retire(ROOT, fingerprint));
  const expiresDays = Number(values["expires-days"] ?? 90);
  if ((command !== "publish" && command !== "refresh") || !values.to || !values.key || !(expiresDays > 0)) {
    console.error(USAGE);
    return 2;
  }
  const signing = await Promise.all(values.key.map((path) => readKeyFile(resolve(path))));
  const at = { folder: resolve(values.to), keys: signing, expiresDays };
  if (command === "refresh") {
    const { revision, expires } = refreshReleases(at);
    console.log(`The list has revision ${revision} and counts until ${expires}`);
    return 0;
  }
  if (!values.unpinned) checkPinned(readPinned(ROOT), signing);
  await ensureUi();
  const release = packRelease(await releaseFiles(ROOT));
  const { revision, expires } = publishRelease(at, {
    ...release,
    ...(values.from === undefined ? {} : { from: values.from }),
    ...(values.notes === undefined ? {} : { notes: await Deno.readTextFile(values.notes) }),
  });
  console.log(`Version ${release.version}, ${release.archive.length} bytes, is in ${at.folder}`);
  console.log(`The list has revision ${revision} and counts until ${expires}`);
  if (values.unpinned) {
    console.log(`Hosts need key = "${signing[0]!.publicKey}" under [upgrade] in bulkhead.toml`);
  }
  return 0;
}

async function keygen(path: string): Promise<number> {
  checkOutside(path);
  const key = await createKeyFile(path);
  const pinned = pin(ROOT, key);
  console.log(`${path} signs releases: keep a copy in a safe place, whoever has it can replace every host`);
  console.log(
    `Its public half ${key.publicKey} (${key.fingerprint}) is in ${PINNED_FILE}: commit that before you publish`,
  );
  if (pinned.length > 1) {
    console.log(
      "It stands beside the keys before it: sign with the old and the new one (--key twice) until every host has a " +
        "version that knows the new one, then retire the old one",
    );
  }
  return 0;
}

/** What lies in the checkout is committed, or packed into a release, sooner or later. */
function checkOutside(path: string): void {
  let folder = dirname(path);
  let real: string | undefined;
  for (; real === undefined; folder = dirname(folder)) {
    try {
      real = Deno.realPathSync(folder);
    } catch {
      // it is made on the way
    }
  }
  if (!`${real}/`.startsWith(`${ROOT}/`)) return;
  throw new KeyError(
    `"${path}" lies in the checkout, where a private key would be committed or released: name a file outside of ${ROOT}`,
  );
}

function keys(pinned: string[]): number {
  for (const key of pinned) console.log(`${fingerprintOf(key)}  ${key}`);
  if (pinned.length === 0) {
    console.log("This checkout pins no key: make one with keygen, or name one in bulkhead.toml of each host");
  }
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
