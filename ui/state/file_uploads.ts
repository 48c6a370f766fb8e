import { RpcFailure } from "../sdk/failure.ts";
import type { CallOptions, FilesPort, UploadedFile } from "../sdk/ports.ts";

export interface FileUploadsOptions {
  /** The CSRF token of this session. */
  csrf(): string | undefined;
  /** Default: the browser's fetch. */
  fetch?: typeof fetch;
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

  async upload(plugin: string, file: File, { signal }: Pick<CallOptions, "signal"> = {}): Promise<UploadedFile> {
    const token = this.#options.csrf();
    let response: Response;
    let answer: Answer;
    try {
      response = await (this.#options.fetch ?? fetch)(`/files/${plugin}?name=${encodeURIComponent(file.name)}`, {
        method: "POST",
        credentials: "same-origin",
        headers: {
          "content-type": file.type || "application/octet-stream",
          ...(token ? { "x-csrf-token": token } : {}),
        },
        body: file,
        signal,
      });
      answer = await response.json() as Answer;
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
