/** One request of an upload, as a sender takes it. */
export interface UploadRequest {
  method: "OPTIONS" | "POST" | "HEAD" | "PATCH" | "DELETE";
  url: string;
  headers: Record<string, string>;
  body?: Blob;
  signal?: AbortSignal;
  /** How many bytes of the body are on their way. */
  onSent?(bytes: number): void;
}

/** What came back. */
export interface UploadReply {
  status: number;
  /** Undefined when it is not there. */
  header(name: string): string | undefined;
  text: string;
}

/** Sends a request; rejects when no answer came. */
export type SendUpload = (request: UploadRequest) => Promise<UploadReply>;

/** A connection on which nothing moves for so long is given up: some die without a word. */
const STALLED_MS = 45_000;

/** By XMLHttpRequest: of what is on its way up, `fetch` tells nothing. */
export const sendByXhr: SendUpload = ({ method, url, headers, body, signal, onSent }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    const abort = () => request.abort();
    let stalled = setTimeout(abort, STALLED_MS);
    const moved = () => {
      clearTimeout(stalled);
      stalled = setTimeout(abort, STALLED_MS);
    };
    signal?.addEventListener("abort", abort);
    request.onloadend = () => {
      clearTimeout(stalled);
      signal?.removeEventListener("abort", abort);
    };
    request.onload = () =>
      resolve({
        status: request.status,
        header: (name) => request.getResponseHeader(name) ?? undefined,
        text: request.responseText,
      });
    request.onerror = request.onabort = () => reject(new Error("The request has no answer"));
    request.upload.onprogress = ({ loaded }) => {
      moved();
      onSent?.(loaded);
    };
    request.upload.onload = moved;
    request.send(body ?? null);
  });
