import { Button } from "@bulkhead/kit";
import type { FileKind } from "../../domain/file_kind.ts";
import { t, type Text, text } from "../i18n/language.ts";

const KINDS: [kind: FileKind, label: Text][] = [
  ["image", text("Pictures")],
  ["video", text("Videos")],
  ["audio", text("Audio")],
  ["document", text("Documents")],
  ["archive", text("Archives")],
  ["other", text("Others")],
];

/** Which files are shown: all, or those of one kind. */
export function FileKinds({ kind, onChange }: { kind?: FileKind; onChange(kind: FileKind | undefined): void }) {
  const choice = (each: FileKind | undefined, label: string) => (
    <Button
      key={each ?? ""}
      size="sm"
      kind={kind === each ? "secondary" : "ghost"}
      aria-pressed={kind === each}
      onClick={() => onChange(each)}
      className="shrink-0 max-md:h-11"
    >
      {label}
    </Button>
  );
  return (
    <div
      role="group"
      aria-label={t("Kind of file")}
      className="ring-in flex shrink-0 gap-1 px-3 py-1.5 [scrollbar-width:none] max-md:overflow-x-auto md:flex-wrap"
    >
      {choice(undefined, t("All"))}
      {KINDS.map(([each, label]) => choice(each, t(label)))}
    </div>
  );
}
