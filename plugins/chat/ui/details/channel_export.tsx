import { Download } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, buttonClass, Notice, Select } from "@bulkhead/kit";
import { RpcFailure, useCockpit } from "@bulkhead/ui";
import { t } from "../i18n/language.ts";
import { ProgressBar } from "../manage/progress_bar.tsx";
import { useForm } from "../manage/use_form.ts";
import { isDirect } from "../state/channel_list.ts";
import { readText, writeText } from "../state/flags.ts";
import { sizeWords } from "../state/size_words.ts";
import type { Channel } from "../state/wire.ts";
import type { ChannelExport as Export } from "../state/wire_ways.ts";
import { useChat } from "../use_chat.ts";
import { useManages } from "../use_manages.ts";

/** The export of a channel that was begun in this browser last, as the host tells how far it is. */
function useExport(channelId: string): [Export | undefined, (begun: Export) => void] {
  const { rpc } = useChat();
  const { live } = useCockpit();
  const kept = `export.${channelId}`;
  const [current, setCurrent] = useState<Export>();
  const id = current?.id ?? readText(kept);
  useEffect(() => {
    if (!id) return;
    let left = false;
    // An answer that was overtaken by what the live connection told takes nothing back.
    const take = (told: Export) =>
      setCurrent((now) => now?.id === told.id && now.state !== "running" && told.state === "running" ? now : told);
    const read = () =>
      rpc.call<Export>("chat.export.get", { id }).then(
        (found) => void (left || take(found)),
        // What was exported long ago is gone.
        (error) => void (RpcFailure.wrap(error).reason === "not_found" && writeText(kept, "")),
      );
    void read();
    const stop = live.subscribe(["chat.export.progress"], {
      volatile: (_type, data) => void ((data as Export).id === id && take(data as Export)),
      resync: () => void read(),
    });
    return () => {
      left = true;
      stop();
    };
  }, [rpc, live, id, kept]);
  return [current, (begun) => {
    writeText(kept, begun.id);
    setCurrent(begun);
  }];
}

/** Takes a channel away as an archive, for its members who set it up. */
export function ChannelExport({ channel }: { channel: Channel }) {
  const manages = useManages(channel);
  if (!manages || !channel.joined || isDirect(channel)) return null;
  return <Form channel={channel} />;
}

function Form({ channel }: { channel: Channel }) {
  const { rpc } = useChat();
  const { busy, problem, run } = useForm();
  const [current, watch] = useExport(channel.id);
  const [format, setFormat] = useState<Export["format"]>("markdown");
  const begin = () =>
    void run(async () => watch(await rpc.call<Export>("chat.channel.export", { channel: channel.id, format })));
  const running = current?.state === "running";
  const { file } = current ?? {};
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="text-13 font-medium text-ink-2">{t("Export the channel")}</h3>
      <p className="text-13 text-ink-3">{t("Messages, threads, reactions and files, as one archive for you alone.")}</p>
      {running
        ? (
          <ProgressBar
            share={current.total === 0 ? 0 : current.done / current.total}
            label={t("Writing the archive")}
          />
        )
        : (
          <div className="flex flex-wrap items-center gap-2">
            <Select<Export["format"]>
              label={t("Format")}
              value={format}
              onChange={setFormat}
              options={[
                { value: "markdown", label: t("Markdown, to read") },
                { value: "json", label: t("JSON lines, for programs") },
              ]}
            />
            <Button busy={busy} onClick={begin}>{file ? t("Export again") : t("Export")}</Button>
          </div>
        )}
      {(problem ?? current?.error) && (
        <Notice tone="bad" title={t("The export was not made")}>{problem ?? current?.error}</Notice>
      )}
      {file && (
        <a href={file.path} download={file.name} className={`${buttonClass("primary")} max-w-full self-start`}>
          <Download size={14} className="shrink-0" aria-hidden />
          <span className="min-w-0 truncate">{t("Download {file}", { file: file.name })}</span>{" "}
          <span className="tabular shrink-0">({sizeWords(file.sizeBytes)})</span>
        </a>
      )}
    </section>
  );
}
