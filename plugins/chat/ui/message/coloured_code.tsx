import type { ReactNode } from "react";
import { CodeBlock } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import type { Token, TokenKind } from "../state/code_tokens.ts";
import { Lazy, useLazy } from "../use_lazy.ts";

const LOOK: Record<TokenKind, string | undefined> = {
  keyword: "text-accent-ink",
  string: "text-ok-ink",
  comment: "text-ink-3 italic",
  number: "text-warn-ink",
  title: "font-medium",
  name: "text-warn-ink",
  meta: "text-ink-3",
  added: "bg-ok-soft text-ok-ink",
  removed: "bg-bad-soft text-bad-ink",
  plain: undefined,
};

const tokens = new Lazy<typeof import("../state/code_tokens.ts"), Token[][]>(() => import("../state/code_tokens.ts"));

/** Code of a message; in colours once the grammars are there, when its language is a known one. */
export function ColouredCode({ code, language }: { code: string; language: string }) {
  const label = language ? t("Code, {language}", { language }) : t("Code");
  if (!language) return <CodeBlock code={code} maxHeight={360} label={label} />;
  return <InColours code={code} language={language} label={label} />;
}

function InColours({ code, language, label }: { code: string; language: string; label: string }) {
  const lines = useLazy(tokens, `${language}\n${code}`, ({ codeTokens }) => codeTokens(code, language));
  return <CodeBlock code={code} maxHeight={360} label={label} drawn={lines?.map(drawLine)} />;
}

function drawLine(line: Token[]): ReactNode {
  return line.map(({ kind, text }, index) => {
    const look = LOOK[kind];
    return look ? <span key={index} data-token={kind} className={look}>{text}</span> : text;
  });
}
