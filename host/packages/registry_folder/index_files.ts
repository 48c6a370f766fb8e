import { PackageError, type RegistryIndex } from "../ports.ts";
import { verifySignature } from "../ed25519.ts";
import type { SigningKey } from "../signing/key_file.ts";

/** What a registry's folder holds besides packages. */
const INDEX = "index.json";
const SIGNATURE = "index.sig.json";
const LOCK = ".lock";
const NEXT = ".next";

/** index.sig.json: who vouches for the bytes of index.json. */
export interface IndexSignature {
  publicKey: string;
  alg: "Ed25519";
  signature: string;
}

/** Keeps the index of a static registry, one writer at a time. */
export class IndexFiles implements Disposable {
  private constructor(readonly folder: string, readonly key: SigningKey, readonly lock: Deno.FsFile) {}

  /** Waits for other writers. The folder is made when it is not there. */
  static async open(folder: string, key: SigningKey): Promise<IndexFiles> {
    await Deno.mkdir(folder, { recursive: true });
    const lock = await Deno.open(`${folder}/${LOCK}`, { create: true, write: true });
    await lock.lock(true);
    const files = new IndexFiles(folder, key, lock);
    await files.#finish();
    return files;
  }

  /** The index as it is, undefined in a new registry. Rejects when it is not this key's. */
  async read(): Promise<RegistryIndex | undefined> {
    const bytes = await readIfThere(`${this.folder}/${INDEX}`);
    if (bytes === undefined) return undefined;
    const signature = await this.#signature(SIGNATURE);
    if (signature?.publicKey !== this.key.publicKey) {
      const whose = signature ? `with the key ${signature.publicKey}` : "by nobody";
      const message = `The index in "${this.folder}" is signed ${whose}, not with ${this.key.publicKey}`;
      const hint = "Hosts have pinned a registry's key: give the one with which the registry was begun";
      throw new PackageError("index_key_changed", message, hint);
    }
    if (!verifySignature(bytes, signature.signature, signature.publicKey)) {
      const message =
        `"${INDEX}" in "${this.folder}" was changed after it was signed: put back what was published last`;
      throw new PackageError("index_signature_invalid", message);
    }
    return JSON.parse(new TextDecoder().decode(bytes));
  }

  /** Signs and puts in place both files; whoever ends in between, the next writer finishes. */
  async write(index: RegistryIndex): Promise<void> {
    const bytes = new TextEncoder().encode(JSON.stringify(index, null, 2) + "\n");
    const { publicKey } = this.key;
    const signature: IndexSignature = { publicKey, alg: "Ed25519", signature: this.key.sign(bytes) };
    await this.put(SIGNATURE + NEXT, new TextEncoder().encode(JSON.stringify(signature, null, 2) + "\n"));
    await this.put(INDEX, bytes);
    await Deno.rename(`${this.folder}/${SIGNATURE}${NEXT}`, `${this.folder}/${SIGNATURE}`);
  }

  /** Puts a file in place at once, on disk before it has its name. */
  async put(name: string, bytes: Uint8Array): Promise<void> {
    const temporary = `${this.folder}/.${name}.${crypto.randomUUID()}`;
    try {
      using file = await Deno.open(temporary, { createNew: true, write: true });
      for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await file.write(rest));
      await file.sync();
      await Deno.rename(temporary, `${this.folder}/${name}`);
    } catch (error) {
      await Deno.remove(temporary).catch(() => {});
      throw error;
    }
  }

  /** A writer that was ended left a signature behind: of the index that is there, or of none. */
  async #finish(): Promise<void> {
    const next = await this.#signature(SIGNATURE + NEXT);
    const path = `${this.folder}/${SIGNATURE}${NEXT}`;
    if (next === undefined) return;
    const index = await readIfThere(`${this.folder}/${INDEX}`);
    const fits = index !== undefined && verifySignature(index, next.signature, next.publicKey);
    if (fits) await Deno.rename(path, `${this.folder}/${SIGNATURE}`);
    else await Deno.remove(path);
  }

  async #signature(name: string): Promise<IndexSignature | undefined> {
    const bytes = await readIfThere(`${this.folder}/${name}`);
    return bytes && JSON.parse(new TextDecoder().decode(bytes));
  }

  [Symbol.dispose](): void {
    this.lock.close();
  }
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
