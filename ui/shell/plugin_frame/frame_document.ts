import { useEffect, useEffectEvent, useState } from "react";
import { RpcFailure } from "@bulkhead/ui";
import { t } from "../../i18n/texts.ts";

/** Is the page there, and in which version? */
export type FrameDocument =
  | { state: "loading" }
  | { state: "failed"; failure: RpcFailure }
  | { state: "there"; version: string };

/**
 * Looks for a page before it is shown: a frame does not tell whether what it loaded is the page or an error. Looks again
 * when `stamp` changes and on `retry`; what was there stays until the answer comes. Without a stamp its plugin is away:
 * nothing that is there is asked for anew.
 */
export function useFrameDocument(
  src: string,
  stamp: string | undefined,
): { document: FrameDocument; retry(): void } {
  const [document, setDocument] = useState<FrameDocument>({ state: "loading" });
  const [attempt, setAttempt] = useState(0);
  const isThere = useEffectEvent(() => document.state === "there");
  useEffect(() => {
    if (stamp === undefined && isThere()) return;
    const abort = new AbortController();
    look(src, abort.signal).then(
      // A server that is away for a moment takes nothing from the page that is there.
      (found) => setDocument((before) => isOffline(found) && before.state === "there" ? before : found),
      () => {}, // Only because it was given up.
    );
    return () => abort.abort();
  }, [src, stamp, attempt]);
  const retry = () => {
    setDocument({ state: "loading" });
    setAttempt(attempt + 1);
  };
  return { document, retry };
}

function isOffline(document: FrameDocument): boolean {
  return document.state === "failed" && document.failure.offline;
}

async function look(src: string, signal: AbortSignal): Promise<FrameDocument> {
  let response: Response;
  try {
    response = await fetch(src, { signal, cache: "no-cache", credentials: "omit" });
  } catch (error) {
    if (signal.aborted) throw error;
    const hint = t("Check that it runs and that you are connected, then retry.");
    const info = { code: 0, reason: "offline", message: t("The server could not be reached"), hint };
    return { state: "failed", failure: new RpcFailure(info, { cause: error }) };
  }
  if (response.ok) {
    // The frame fetches it by itself; this one was only to know that it is there.
    await response.body?.cancel();
    return { state: "there", version: response.headers.get("etag") ?? "" };
  }
  const answer = await response.json().catch(() => ({})) as { error?: Parameters<typeof RpcFailure.from>[0] };
  const error = answer.error ??
    { code: 0, message: t("The server answered with status {status}", { status: response.status }) };
  return { state: "failed", failure: RpcFailure.from(error) };
}
