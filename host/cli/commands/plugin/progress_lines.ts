import type { CliContext } from "../../context.ts";
import type { HostClient } from "../../host_client.ts";
import { plain } from "../../output.ts";

/** The message `host.plugin.progress`, as far as it is shown. */
interface Progress {
  id: string;
  source: string;
  work: string;
  stage: string;
  share?: number;
  message?: string;
}

const WORDS: Record<string, string> = {
  resolve: "looking it up",
  download: "downloading",
  verify: "verifying",
  store: "storing",
  stop: "stopping the version that runs",
  snapshot: "copying its data",
  start: "starting",
  switch: "taking it into use",
  undo: "putting back what was there",
};

/** Shows on stderr how far the works at a source or a plugin are, for as long as `work` takes. */
export async function withProgress<T>(
  context: CliContext,
  host: HostClient,
  about: { source?: string; id?: string; json?: boolean | undefined },
  work: () => Promise<T>,
): Promise<T> {
  if (about.json) return await work();
  let shown = "";
  using _listening = await host.listen(["host.plugin.progress"], (_type, data) => {
    const { id, source, stage, share, message } = data as Progress;
    if (source !== about.source && id !== about.id) return;
    const words = WORDS[stage];
    if (words === undefined) return;
    const line = share === undefined ? words : `${words}, ${Math.round(share * 100)} %`;
    if (line === shown) return;
    shown = line;
    context.err(`  ${line}${message ? `: ${plain(message)}` : ""}\n`);
  });
  return await work();
}
