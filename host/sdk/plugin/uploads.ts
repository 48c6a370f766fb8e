import { ReaderStopped } from "../channel/byte_streams.ts";
import type { StoredFileInfo } from "../channel/protocol.ts";
import type { Audience, Upload, Uploads } from "./context.ts";
import type { HostLink } from "./host_link.ts";

/** `ctx.files.uploads`: the files that the host keeps for this plugin. */
export class HostUploads implements Uploads {
  /** `parent` names the call being served: whose upload it is goes by that. */
  constructor(private readonly link: HostLink, private readonly parent: number | undefined) {}

  async get(id: string): Promise<Upload | undefined> {
    return await this.#ask<StoredFileInfo | null>("file.get", { id }) ?? undefined;
  }

  async list(options: { after?: string; limit?: number } = {}): Promise<Upload[]> {
    return (await this.#ask<{ items: Upload[] }>("file.list", { ...options })).items;
  }

  async keep(id: string, audience: Audience): Promise<Upload> {
    return await this.#ask("file.keep", { id, audience });
  }

  async remove(id: string): Promise<boolean> {
    return (await this.#ask<{ removed: boolean }>("file.remove", { id })).removed;
  }

  async stream(id: string, range: { from?: number; to?: number } = {}): Promise<ReadableStream<Uint8Array>> {
    const { stream } = await this.#ask<{ stream: number }>("file.read", { id, ...range });
    return this.link.acceptStream(stream);
  }

  async read(id: string): Promise<Uint8Array> {
    return await new Response(await this.stream(id)).bytes();
  }

  async create(
    { name, type, content, audience }: Parameters<Uploads["create"]>[0],
  ): Promise<Upload> {
    const { id: stream, writable } = this.link.openStream();
    const source = content instanceof ReadableStream ? content : new Blob([content as BlobPart]).stream();
    const [made, sent] = await Promise.allSettled([
      this.#ask<Upload>("file.create", {
        name,
        stream,
        ...(type ? { type } : {}),
        ...(audience ? { audience } : {}),
      }),
      source.pipeTo(writable),
    ]);
    // A host that does not want it stops reading, and its answer says why, whichever of the two comes first.
    if (sent.status === "rejected" && !(made.status === "rejected" && sent.reason instanceof ReaderStopped)) {
      throw sent.reason;
    }
    if (made.status === "rejected") throw made.reason;
    return made.value;
  }

  #ask<T>(method: string, params: Record<string, unknown>): Promise<T> {
    return this.link.request<T>(method, this.parent === undefined ? params : { ...params, parent: this.parent });
  }
}
