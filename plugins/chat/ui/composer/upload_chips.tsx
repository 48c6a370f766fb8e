import { CircleAlert, File as FileIcon, FolderOpen, RotateCw, WifiOff, X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { cx } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import type { Upload } from "../state/draft_uploads.ts";
import { sizeWords } from "../state/size_words.ts";
import type { Uploads } from "./use_uploads.ts";

/** The files of the message that is being written, above its text: how far each is, and a way to take it back. */
export function UploadChips({ uploads }: { uploads: Uploads }) {
  if (uploads.items.length === 0) return null;
  return (
    <>
      <ul aria-label={t("Attached")} className="flex flex-wrap gap-1.5 px-2 pt-2">
        {uploads.items.map((upload) => <Chip key={upload.key} upload={upload} uploads={uploads} />)}
      </ul>
      <p role="status" className="sr-only">{uploads.items.map(spoken).filter(Boolean).join(". ")}</p>
    </>
  );
}

function Chip({ upload, uploads }: { upload: Upload; uploads: Uploads }) {
  const { key, name, state, share, problem } = upload;
  const percent = Math.floor(share * 100);
  const stopped = state === "failed" || state === "missing";
  return (
    <li
      data-upload={state}
      className={cx(
        "relative flex min-h-8 max-w-full min-w-0 items-center gap-1.5 overflow-hidden rounded-control border bg-canvas pr-1 pl-2 text-13",
        state === "failed" ? "border-bad" : "border-line",
        stopped ? "flex-wrap py-0.5" : "max-w-80",
      )}
    >
      <Mark state={state} />
      <span className="max-w-56 min-w-0 truncate" dir="auto" title={name}>{name}</span>
      <span
        className={cx("tabular shrink-0 text-12 max-md:shrink", state === "failed" ? "text-bad-ink" : "text-ink-3")}
      >
        {problem ?? words(upload)}
      </span>
      <span className="ml-auto flex shrink-0">
        {state === "failed" && upload.again && (
          <ChipButton
            label={t("Send {name} again", { name })}
            onClick={() => uploads.retry(key)}
          >
            <RotateCw size={13} aria-hidden />
          </ChipButton>
        )}
        {state === "missing" && <ChooseAgain upload={upload} onFile={(file) => uploads.choose(key, file)} />}
        <ChipButton
          label={state === "sending" || state === "waiting"
            ? t("Stop sending {name}", { name })
            : t("Take out {name}", { name })}
          onClick={() => uploads.remove(key)}
        >
          <X size={13} aria-hidden />
        </ChipButton>
      </span>
      {(state === "sending" || state === "waiting") && (
        <span
          role="progressbar"
          aria-label={t("{name} is being sent", { name })}
          aria-valuenow={percent}
          aria-valuemin={0}
          aria-valuemax={100}
          className={cx(
            "absolute bottom-0 left-0 h-0.5 transition-[width] duration-120",
            state === "waiting" ? "bg-warn" : "bg-accent",
          )}
          style={{ width: `${percent}%` }}
        />
      )}
    </li>
  );
}

const MARKS = { sending: FileIcon, ready: FileIcon, waiting: WifiOff, missing: FileIcon, failed: CircleAlert };

function Mark({ state }: { state: Upload["state"] }) {
  const Icon = MARKS[state];
  const tone = state === "failed" ? "text-bad-ink" : state === "waiting" ? "text-warn-ink" : "text-ink-3";
  return <Icon size={14} className={cx("shrink-0", tone)} aria-hidden />;
}

function words({ state, share, sizeBytes }: Upload): string {
  const size = sizeWords(sizeBytes), percent = Math.floor(share * 100);
  if (state === "ready") return size;
  if (state === "missing") return t("Choose it again, and it goes on");
  if (state === "waiting") return t("{percent} %, waits for a connection", { percent });
  return t("{percent} % of {size}", { percent, size });
}

/** What a screen reader hears when the state of a file changes; how far it is it asks the bar. */
function spoken({ name, state, problem }: Upload): string {
  if (state === "ready") return t("{name} is attached", { name });
  if (state === "waiting") return t("{name} waits for a connection", { name });
  return problem === undefined ? "" : `${name}: ${problem}`;
}

function ChipButton({ label, onClick, children }: { label: string; onClick(): void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className="inline-flex size-6 max-md:size-10 shrink-0 items-center justify-center rounded-control text-ink-3 hover:bg-hover hover:text-ink"
    >
      {children}
    </button>
  );
}

/** A page that was loaded anew has no hold of the file any more; with it the upload goes on from where it was. */
function ChooseAgain({ upload: { name }, onFile }: { upload: Upload; onFile(file: File): void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <ChipButton label={t("Choose {name} again", { name })} onClick={() => input.current?.click()}>
        <FolderOpen size={13} aria-hidden />
      </ChipButton>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t("The file {name}", { name })}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) onFile(file);
          event.target.value = "";
        }}
      />
    </>
  );
}
