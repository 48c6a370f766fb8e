import { MessageSquarePlus } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Button, type ButtonKind, Textarea } from "@bulkhead/kit";
import { RpcFailure } from "@bulkhead/ui";
import type { Action } from "../state/wire.ts";
import { t } from "../i18n/language.ts";

export interface PressRowProps {
  /** What the buttons are about, for those who do not see it. */
  label: string;
  buttons: Action[];
  onPress(button: Action, comment?: string): Promise<void>;
  /** Longest comment. */
  maxComment?: number;
}

const KIND: Record<string, ButtonKind> = { primary: "primary", danger: "danger" };

/** Buttons under a message, with a field for a comment where one is taken, and a question where one is asked first. */
export function PressRow({ label, buttons, onPress, maxComment = 4_000 }: PressRowProps) {
  const [busy, setBusy] = useState<string>();
  const [asking, setAsking] = useState<Action>();
  const [comment, setComment] = useState<string>();
  const [problem, setProblem] = useState<RpcFailure>();
  const described = useId();
  const row = useRef<HTMLDivElement>(null);
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => void (alive.current = false);
  }, []);

  const press = async (button: Action) => {
    if (busy) return;
    setBusy(button.id);
    setProblem(undefined);
    const said = button.comment ? comment?.trim() : undefined;
    try {
      await onPress(button, said || undefined);
    } catch (error) {
      if (alive.current) setProblem(RpcFailure.wrap(error));
    } finally {
      if (alive.current) {
        setBusy(undefined);
        setAsking(undefined);
      }
    }
  };
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || (!asking && comment === undefined)) return;
    event.stopPropagation();
    if (asking) setAsking(undefined);
    else setComment(undefined);
    // The field or the question goes; whoever uses the keyboard stays where they were.
    requestAnimationFrame(() => row.current?.querySelector("button")?.focus());
  };

  return (
    <div
      ref={row}
      role="group"
      aria-label={label}
      aria-describedby={problem ? described : undefined}
      onKeyDown={onEscape}
      className="flex max-w-xl flex-col gap-2"
    >
      {comment !== undefined && (
        <Textarea
          autoFocus
          aria-label={t("Comment")}
          placeholder={t("A comment, for everybody who sees this")}
          rows={1}
          maxLength={maxComment}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
          className="field-sizing-content max-h-[25vh] min-h-9 resize-none"
        />
      )}
      {asking
        ? (
          <div className="flex flex-wrap items-center gap-2">
            <span className="min-w-0 text-13 wrap-anywhere" dir="auto">{asking.confirm}</span>
            <Button
              autoFocus
              kind={KIND[asking.style ?? ""]}
              busy={busy === asking.id}
              className={TOUCH}
              onClick={() => void press(asking)}
            >
              <Label text={asking.label} />
            </Button>
            <Button kind="ghost" className={TOUCH} onClick={() => setAsking(undefined)}>{t("Cancel")}</Button>
          </div>
        )
        : (
          <div className="flex flex-wrap items-center gap-2">
            {buttons.map((button) => (
              <Button
                key={button.id}
                kind={KIND[button.style ?? ""]}
                busy={busy === button.id}
                disabled={busy !== undefined && busy !== button.id}
                className={TOUCH}
                long
                onClick={() => button.confirm ? setAsking(button) : void press(button)}
              >
                <Label text={button.label} />
              </Button>
            ))}
            {comment === undefined && buttons.some((button) => button.comment) && (
              <Button
                kind="ghost"
                className={TOUCH}
                icon={<MessageSquarePlus size={15} aria-hidden />}
                onClick={() => setComment("")}
              >
                {t("Comment")}
              </Button>
            )}
          </div>
        )}
      {problem && (
        <p id={described} role="alert" className="text-13 text-bad-ink wrap-anywhere">
          {problem.message}
          {problem.hint && `. ${problem.hint}`}
        </p>
      )}
    </div>
  );
}

/** Fingers need more room than pointers. */
const TOUCH = "max-w-full max-md:min-h-10";

function Label({ text }: { text: string }) {
  return <span className="min-w-0 wrap-anywhere" dir="auto">{text}</span>;
}
