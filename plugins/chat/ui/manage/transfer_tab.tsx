import { Download, FileArchive } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button, buttonClass, Notice, RadioGroup, Section } from "@bulkhead/kit";
import { useCockpit } from "@bulkhead/ui";
import { t } from "../i18n/language.ts";
import { sizeWords } from "../state/size_words.ts";
import type { ArchiveImport } from "../state/wire_ways.ts";
import { useChat } from "../use_chat.ts";
import { EarlierImports } from "./earlier_imports.tsx";
import { FileChoice } from "./file_choice.tsx";
import { ImportReport } from "./import_report.tsx";
import { ProgressBar } from "./progress_bar.tsx";
import { useForm } from "./use_form.ts";
import { useImport } from "./use_import.ts";

/** What comes into chat from elsewhere, and what goes out. */
export function TransferTab() {
  const [current, watch] = useImport();
  return (
    <>
      <Section title={t("Take over another chat")}>
        <p className="text-13 text-ink-2">
          {t("People are found here by their handle. The same file again adds only what is new.")}
        </p>
        <ArchiveForm current={current} onBegun={watch} />
      </Section>
      <Section title={t("Earlier imports")}>
        <EarlierImports current={current} />
      </Section>
      <Section title={t("Export")}>
        <p className="text-13 text-ink-2">
          {t(
            "All public channels and those that you are in, with people, groups and reactions, as one file of JSON lines.",
          )}
        </p>
        <WorkspaceExport />
      </Section>
    </>
  );
}

type Kind = ArchiveImport["kind"];

function ArchiveForm(
  { current, onBegun }: { current: ArchiveImport | undefined; onBegun(begun: ArchiveImport): void },
) {
  const { rpc } = useChat();
  const { files } = useCockpit();
  const { problem, busy, run } = useForm();
  const [kind, setKind] = useState<Kind>("slack");
  const [share, setShare] = useState<number>();
  const [waits, setWaits] = useState(false);
  const [name, setName] = useState("");
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  const begin = (file: File) => {
    const stop = abort.current = new AbortController();
    setName(file.name);
    setShare(0);
    void run(async () => {
      try {
        const { id } = await files.upload("chat", file, {
          signal: stop.signal,
          onProgress: setShare,
          onWaiting: (why) => setWaits(why !== undefined),
        });
        setShare(1);
        onBegun(await rpc.call<ArchiveImport>(`chat.import.${kind}`, { file: id, clientId: crypto.randomUUID() }));
      } catch (error) {
        if (!stop.signal.aborted) throw error;
      } finally {
        setShare(undefined);
        setWaits(false);
      }
    });
  };
  const doing = share !== undefined && share < 1 ? t("Uploading {file}", { file: name }) : t("Looking into {file}", {
    file: name,
  });
  const running = current?.state === "running";
  return (
    <div className="flex flex-col gap-3">
      {share === undefined && !running && (
        <>
          <RadioGroup<Kind>
            label={t("Where it comes from")}
            value={kind}
            onChange={setKind}
            options={[
              {
                value: "slack",
                label: t("Slack export"),
                hint: t(
                  "Channels, messages, threads, reactions and pins; files as links, which the export does not hold.",
                ),
              },
              {
                value: "mattermost",
                label: t("Mattermost export"),
                hint: t(
                  "Made with mmctl export create. Channels of all teams, messages, threads, reactions, pins, files and emoji; direct messages of people who are all here.",
                ),
              },
            ]}
          />
          <span>
            <FileChoice
              label={kind === "slack" ? t("Slack export") : t("Mattermost export")}
              accept=".zip,application/zip"
              busy={busy}
              onFile={begin}
            >
              {t("Choose the zip file")}
            </FileChoice>
          </span>
        </>
      )}
      {share !== undefined && (
        <div className="flex items-center gap-3 rounded-card border border-line p-3">
          <FileArchive size={18} className="shrink-0 text-ink-3" aria-hidden />
          <div className="min-w-0 flex-1">
            <ProgressBar
              share={share}
              label={waits ? t("{name} waits for a connection", { name }) : doing}
            />
          </div>
          {share < 1 && <Button size="sm" kind="ghost" onClick={() => abort.current?.abort()}>{t("Cancel")}</Button>}
        </div>
      )}
      {problem && <Notice tone="bad" title={t("The archive was not taken over")}>{problem}</Notice>}
      {current && <ImportReport import={current} />}
    </div>
  );
}

function WorkspaceExport() {
  const { rpc } = useChat();
  const { busy, problem, run } = useForm();
  const [made, setMade] = useState<{ path: string; name: string; sizeBytes: number }>();
  const make = () =>
    void run(async () => setMade(await rpc.call("chat.export.workspace", {}, { timeoutMs: 10 * 60_000 })));
  return (
    <div className="flex flex-col items-start gap-3">
      <Button busy={busy} onClick={make}>{made ? t("Export again") : t("Export")}</Button>
      {problem && <Notice tone="bad" title={t("The export was not made")}>{problem}</Notice>}
      {made && (
        <a href={made.path} download={made.name} className={buttonClass("primary")}>
          <Download size={14} aria-hidden />
          {t("Download {file}", { file: made.name })} <span className="tabular">({sizeWords(made.sizeBytes)})</span>
        </a>
      )}
    </div>
  );
}
