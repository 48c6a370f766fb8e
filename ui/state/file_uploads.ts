import { RpcFailure } from "../sdk/failure.ts";
import type { FilesPort, UploadedFile, UploadOptions } from "../sdk/ports.ts";

/** One request that carries a file, as a sender takes it. */
export interface UploadRequest extends UploadOptions {
  url: string;
  headers: Record<string, string>;
  body: File;
}

export interface FileUploadsOptions {
  /** The CSRF token of this session. */
  csrf(): string | undefined;
  /** Sends and answers the text of the reply; rejects without one. Default: {@linkcode sendByXhr}. */
  send?: (request: UploadRequest) => Promise<string>;
}

interface Answer extends Partial<UploadedFile> {
  error?: Parameters<typeof RpcFailure.from>[0];
}

/** Sends files over `POST /files/<plugin>` with the session cookie. */
export class FileUploads implements FilesPort {
  readonly #options: FileUploadsOptions;

  constructor(options: FileUploadsOptions) {
    this.#options = options;
  }

  async upload(plugin: string, file: File, { signal, onProgress }: UploadOptions = {}): Promise<UploadedFile> {
    const token = this.#options.csrf();
    let answer: Answer;
    try {
      signal?.throwIfAborted();
      const text = await (this.#options.send ?? sendByXhr)({
        url: `/files/${plugin}?name=${encodeURIComponent(file.name)}`,
        headers: {
          "content-type": file.type || "application/octet-stream",
          ...(token ? { "x-csrf-token": token } : {}),
        },
        body: file,
        signal,
        onProgress,
      });
      answer = JSON.parse(text) as Answer;
    } catch (error) {
      if (signal?.aborted) throw signal.reason ?? error;
      throw new RpcFailure({
        code: 0,
        reason: "offline",
        message: `${file.name} did not reach the server`,
        hint: "Check that it runs and that you are connected, then retry.",
      }, { cause: error });
    }
    if (answer.error) throw RpcFailure.from(answer.error);
    return answer as UploadedFile;
  }
}

/** By XMLHttpRequest: of what is on its way up, `fetch` tells nothing. */
function sendByXhr({ url, headers, body, signal, onProgress }: UploadRequest): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    const abort = () => request.abort();
    signal?.addEventListener("abort", abort);
    request.onloadend = () => signal?.removeEventListener("abort", abort);
    request.onload = () => resolve(request.responseText);
    request.onerror = request.onabort = () => reject(new Error("The request has no answer"));
    if (onProgress) {
      request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    }
    request.send(body);
  });
}
