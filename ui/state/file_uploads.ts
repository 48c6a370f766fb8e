import { RpcFailure } from "../sdk/failure.ts";
import type { FilesPort, UploadedFile, UploadOptions } from "../sdk/ports.ts";
import { sendByXhr, type SendUpload, type UploadReply, type UploadRequest } from "./upload_requests.ts";
import { t } from "../i18n/texts.ts";

/** Sent in one request: what a proxy in between takes, and what is lost at most when it forgets a broken one. */
const PIECE_BYTES = 8 * 1024 * 1024;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** An upload that the host does not know any more begins anew, so often at most. */
const MAX_BEGINNINGS = 3;

export interface FileUploadsOptions {
  /** The CSRF token of this session. */
  csrf(): string | undefined;
  /** Default: {@linkcode sendByXhr}. */
  send?: SendUpload;
  /** Calls back whenever the host may be there again, until the answered function is called. */
  onReturn?(callback: () => void): () => void;
  /** Default: {@linkcode PIECE_BYTES}. */
  pieceBytes?: number;
  firstPauseMs?: number;
}

/** Where an upload stands on the host. */
interface Standing {
  address: string;
  offset: number;
  fileId?: string;
}

/**
 * Sends files over `POST /files/<plugin>` with the session cookie, in pieces by tus 1.0: after a broken connection an upload
 * asks how far it is and goes on from there, for as long as it takes.
 */
export class FileUploads implements FilesPort {
  readonly #options: FileUploadsOptions;

  constructor(options: FileUploadsOptions) {
    this.#options = options;
  }

  async maxBytes(plugin: string): Promise<number> {
    const reply = await this.#send({ method: "OPTIONS", url: `/files/${plugin}`, headers: {} }, plugin);
    return Number(reply.header("tus-max-size") ?? Infinity);
  }

  async upload(plugin: string, file: File, options: UploadOptions = {}): Promise<UploadedFile> {
    const { signal, onWaiting } = options;
    let address = options.from;
    let beginnings = 0;
    let pauseMs = this.#options.firstPauseMs ?? FIRST_PAUSE_MS;
    const shortestMs = pauseMs;
    for (;;) {
      try {
        signal?.throwIfAborted();
        let now: Standing;
        if (address === undefined) {
          now = await this.#begin(plugin, file, signal);
          address = now.address;
          options.onBegun?.(address);
        } else now = await this.#standing(address, file, signal);
        onWaiting?.(undefined);
        while (now.fileId === undefined) {
          now = await this.#piece(now, file, options);
          pauseMs = shortestMs;
        }
        options.onProgress?.(1);
        return { id: now.fileId, name: file.name, type: file.type, sizeBytes: file.size };
      } catch (error) {
        if (signal?.aborted) {
          if (address !== undefined) void this.#forget(address);
          throw signal.reason ?? error;
        }
        const failure = RpcFailure.wrap(error);
        if (failure.reason === "not_found" && address !== undefined && ++beginnings < MAX_BEGINNINGS) {
          address = undefined;
          continue;
        }
        if (!failure.retryable && failure.reason !== "conflict") throw failure;
        onWaiting?.(failure.offline ? "offline" : "busy");
        // With some chance in it, so that pages do not all come back in the same moment.
        await this.#pause(Math.max(failure.retryAfterMs ?? 0, pauseMs * (0.5 + Math.random())), signal);
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  async #begin(plugin: string, file: File, signal: AbortSignal | undefined): Promise<Standing> {
    const said = { filename: file.name, filetype: file.type || "application/octet-stream" };
    const headers = {
      "upload-length": String(file.size),
      "upload-metadata": Object.entries(said).map(([key, value]) => `${key} ${base64(value)}`).join(","),
    };
    const reply = await this.#send({ method: "POST", url: `/files/${plugin}`, headers, signal }, file.name);
    return standing(reply, reply.header("location")!);
  }

  async #standing(address: string, { name, size }: File, signal: AbortSignal | undefined): Promise<Standing> {
    const reply = await this.#send({ method: "HEAD", url: address, headers: {}, signal }, name);
    // Whose length is another one is the upload of another file.
    if (Number(reply.header("upload-length")) === size) return standing(reply, address);
    throw new RpcFailure({
      code: -32004,
      reason: "not_found",
      message: t("{name} is not the file that was begun", { name }),
    });
  }

  async #piece({ address, offset }: Standing, file: File, { signal, onProgress }: UploadOptions): Promise<Standing> {
    const { pieceBytes = PIECE_BYTES } = this.#options;
    const reply = await this.#send({
      method: "PATCH",
      url: address,
      headers: { "content-type": "application/offset+octet-stream", "upload-offset": String(offset) },
      body: file.slice(offset, offset + pieceBytes),
      signal,
      onSent: (bytes) => onProgress?.(Math.min((offset + bytes) / Math.max(file.size, 1), 1)),
    }, file.name);
    const now = standing(reply, address);
    onProgress?.(now.offset / Math.max(file.size, 1));
    return now;
  }

  /** What is on the host of it goes, as soon as nothing is written to it any more; without this it would go after a day. */
  async #forget(address: string, pauseMs = this.#options.firstPauseMs ?? FIRST_PAUSE_MS): Promise<void> {
    try {
      await this.#send({ method: "DELETE", url: address, headers: {} }, "");
    } catch (error) {
      const { retryable, reason } = RpcFailure.wrap(error);
      if (!retryable && reason !== "conflict" || pauseMs > LONGEST_PAUSE_MS) return;
      await this.#pause(pauseMs, undefined);
      await this.#forget(address, pauseMs * 2);
    }
  }

  async #send(request: UploadRequest, name: string): Promise<UploadReply> {
    const token = this.#options.csrf();
    const headers = { ...request.headers, "tus-resumable": "1.0.0", ...token ? { "x-csrf-token": token } : {} };
    let reply: UploadReply;
    try {
      reply = await (this.#options.send ?? sendByXhr)({ ...request, headers });
    } catch (error) {
      throw away(name, error);
    }
    if (reply.status < 300) return reply;
    throw refusal(reply, name);
  }

  /** Until the time has come, the host may be there again, or it is given up. */
  #pause(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        off?.();
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, delayMs);
      const off = this.#options.onReturn?.(done);
      signal?.addEventListener("abort", done);
      if (signal?.aborted) done();
    });
  }
}

function standing(reply: UploadReply, address: string): Standing {
  const fileId = reply.header("bulkhead-file-id");
  return { address, offset: Number(reply.header("upload-offset")), ...fileId === undefined ? {} : { fileId } };
}

function away(name: string, cause?: unknown): RpcFailure {
  return new RpcFailure({
    code: 0,
    reason: "offline",
    message: t("{name} did not reach the server", { name }),
    hint: t("Check that it runs and that you are connected, then retry."),
  }, { cause });
}

/** What the host says; of a proxy's page, or of an answer to HEAD, only the status tells something. */
function refusal({ status, text }: UploadReply, name: string): RpcFailure {
  try {
    const { error } = JSON.parse(text) as { error?: Parameters<typeof RpcFailure.from>[0] };
    if (error) return RpcFailure.from(error);
  } catch {
    // No JSON.
  }
  if (status === 404) return new RpcFailure({ code: -32004, reason: "not_found", message: t("No such upload") });
  if (status === 409) {
    return new RpcFailure({ code: -32009, reason: "conflict", message: t("{name} is sent already", { name }) });
  }
  if (status === 413) {
    return new RpcFailure({
      code: -32013,
      reason: "too_large",
      message: t("{name} is larger than what is taken", { name }),
    });
  }
  if (status >= 500 || status === 408 || status === 429) return away(name);
  return new RpcFailure({
    code: -32603,
    reason: "internal",
    message: t("The server answered {status} to {name}", { status, name }),
  });
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
