import type { OutgoingStream } from "../channel/byte_streams.ts";
import { RpcError } from "../errors.ts";
import type { Upload } from "./context.ts";

interface Kept {
  info: Upload;
  bytes: Uint8Array;
}

/** The host's files for a plugin under test, in memory. It believes the type that it is told. */
export class TestUploads {
  readonly #files = new Map<string, Kept>();
  readonly #streams = new Map<number, ReadableStream<Uint8Array>>();
  #nextStream = 0;

  constructor(private readonly plugin: string) {}

  add(file: { name: string; content: string | Uint8Array; type?: string; owner: string }, kept: boolean): Upload {
    const bytes = typeof file.content === "string" ? new TextEncoder().encode(file.content) : file.content;
    const info: Upload = {
      id: crypto.randomUUID(),
      owner: file.owner,
      name: file.name,
      type: file.type ?? "application/octet-stream",
      sizeBytes: bytes.length,
      sha256: "0".repeat(64),
      audience: "owner",
      kept,
      createdAt: new Date().toISOString(),
    };
    this.#files.set(info.id, { info, bytes });
    return info;
  }

  openStream(): OutgoingStream {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const id = ++this.#nextStream;
    this.#streams.set(id, readable);
    return { id, writable };
  }

  acceptStream(id: number): ReadableStream<Uint8Array> {
    const stream = this.#streams.get(id);
    if (!stream) throw new Error(`There is no stream ${id}`);
    this.#streams.delete(id);
    return stream;
  }

  // deno-lint-ignore no-explicit-any -- any: the params of six methods, each read where it is used
  async answer(method: string, params: any): Promise<unknown> {
    switch (method) {
      case "file.get":
        return this.#files.get(params.id)?.info ?? null;
      case "file.list":
        return { items: [...this.#files.values()].map(({ info }) => info).sort((a, b) => a.id < b.id ? -1 : 1) };
      case "file.keep":
        return Object.assign(this.#own(params.id).info, { kept: true, audience: params.audience });
      case "file.remove":
        return { removed: this.#files.delete(params.id) };
      case "file.create": {
        const content = await new Response(this.acceptStream(params.stream)).bytes();
        const made = this.add({ ...params, content, owner: this.plugin }, true);
        return Object.assign(made, { audience: params.audience ?? "owner" });
      }
      case "file.read": {
        const { info, bytes } = this.#own(params.id);
        const { id, writable } = this.openStream();
        void new Blob([bytes.slice(params.from, params.to) as BlobPart]).stream().pipeTo(writable);
        return { file: info, stream: id };
      }
      default:
        throw new RpcError("method_not_found", `The test host does not know "${method}"`);
    }
  }

  #own(id: string): Kept {
    const file = this.#files.get(id);
    if (!file) throw new RpcError("not_found", `No file "${id}"`, { path: "/id" });
    return file;
  }
}
