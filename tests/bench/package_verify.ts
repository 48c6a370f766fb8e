import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { addSignature, createKeyFile, openPackage } from "../../host/packages/mod.ts";
import { pack } from "../../host/packages/archive/pack.ts";
import { integrityText } from "../../host/packages/integrity.ts";
import { sha256 } from "../../host/packages/sha256.ts";
import { type BenchResult, median } from "./result.ts";

const ROUNDS = 15;
const CODE_BYTES = 500_000;
const ASSETS = 60;
const ASSET_BYTES = 110_000;

/**
 * Opening a signed package of 5 MB (a bundle of 500 kB and assets) beside the least that any check has to do: to gunzip
 * the same bytes and hash what comes out.
 */
export async function run(): Promise<BenchResult[]> {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-bench-" });
  try {
    const archive = `${dir}/package.tgz`;
    const bytes = await addSignature(pack(files()), await createKeyFile(`${dir}/key.pem`));
    await Deno.writeFile(archive, bytes);
    const bare: number[] = [];
    const opened: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      bare.push(
        await timed(async () => {
          createHash("sha256").update(gunzipSync(await Deno.readFile(archive))).digest("hex");
        }),
      );
      opened.push(await timed(() => openPackage(archive, `${dir}/${round}`)));
    }
    // The best of the rounds: what else runs on the machine only adds.
    const [best, least] = [Math.min(...opened), Math.min(...bare)];
    const detail = `${(bytes.length / 1e6).toFixed(1)} MB in ${ASSETS + 5} files: opened in ${best.toFixed(0)} ms ` +
      `(median ${median(opened).toFixed(0)}), bare gunzip and SHA-256 in ${least.toFixed(0)} ms`;
    return [
      {
        name: "verifying a package of 5 MB, beside bare gunzip and SHA-256",
        value: best / least,
        unit: "ratio",
        bar: 4,
        better: "lower",
        detail,
      },
      { name: "verifying a package of 5 MB", value: best, unit: "ms", bar: 100, better: "lower", detail },
    ];
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Bytes of which gzip makes about three quarters, as of scripts, pictures and fonts together. */
function files(): Map<string, Uint8Array> {
  const manifest = { id: "large", version: "1.0.0", engine: "^1", name: "Large", entry: "plugin.js" };
  const encoder = new TextEncoder();
  const all = new Map([
    ["plugin.json", encoder.encode(JSON.stringify(manifest))],
    ["openrpc.json", encoder.encode(`{"openrpc":"1.3.2","methods":[]}`)],
    [
      "plugin.js",
      encoder.encode(`// needs node:sqlite\n${"const f = (x) => x * 2 + /a+/.test(x);\n".repeat(CODE_BYTES / 39)}`),
    ],
  ]);
  for (let index = 0; index < ASSETS; index++) {
    const bytes = new Uint8Array(ASSET_BYTES);
    for (let at = 0; at < ASSET_BYTES; at += 65_536) {
      crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65_536, ASSET_BYTES)));
    }
    all.set(`ui/asset${index}.bin`, bytes.map((byte, at) => at % 4 === 0 ? 0x41 : byte));
  }
  all.set("integrity.json", encoder.encode(integrityText([...all].map(([path, body]) => [path, sha256(body)]))));
  return all;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
