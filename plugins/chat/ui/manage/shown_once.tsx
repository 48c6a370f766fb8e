import { Button, CodeBlock, CopyButton, Notice } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";

export interface ShownOnceProps {
  title: string;
  /** What it is and what is done with it. */
  words: string;
  secret: string;
  example?: string;
  onDone(): void;
}

/** A secret that the host tells once: here it is copied, or it is lost. */
export function ShownOnce({ title, words, secret, example, onDone }: ShownOnceProps) {
  return (
    <Notice tone="ok" title={title} action={<Button size="sm" onClick={onDone}>{t("I have it")}</Button>}>
      <p>{words}</p>
      <p className="mt-2 flex items-center gap-1 rounded-control border border-line bg-surface py-1 pr-1 pl-2.5">
        <code data-secret className="min-w-0 flex-1 font-mono text-12 break-all text-ink select-all">{secret}</code>
        <CopyButton text={secret} label={t("Copy")} />
      </p>
      {example && (
        <div className="mt-2">
          <CodeBlock code={example} wrap label={t("Example")} />
        </div>
      )}
    </Notice>
  );
}
