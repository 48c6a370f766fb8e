import { type FormEvent, useId, useRef, useState } from "react";
import { Button, Dialog, Field, Input, Select } from "@bulkhead/kit";
import { RpcFailure } from "@bulkhead/ui";
import { t } from "../i18n/language.ts";
import { EmojiChoice } from "../message/emoji_choice.tsx";
import { timeWords } from "../state/later.ts";
import { STATUS_PRESETS, STATUS_TIMES, type StatusTime, statusUntil } from "../state/status_times.ts";
import type { Person } from "../state/wire.ts";
import { useChat, usePersonal } from "../use_chat.ts";

/** What others see beside one's name: an emoji, a few words, and until when. */
export function StatusDialog({ onClose }: { onClose(): void }) {
  const chat = useChat();
  const form = useId();
  const input = useRef<HTMLInputElement>(null);
  const now = usePersonal((state) => state.people.get(chat.me.id)?.status);
  const [emoji, setEmoji] = useState(now?.emoji ?? "");
  const [words, setWords] = useState(now?.text ?? "");
  // `kept`: as it was chosen before.
  const [time, setTime] = useState<StatusTime | "kept">(now?.until ? "kept" : now ? "never" : "today");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<RpcFailure>();
  const until = time === "kept" ? now?.until && new Date(now.until) : statusUntil(time, new Date());
  const empty = emoji === "" && words.trim() === "";

  const set = async (status: { emoji: string; text: string; until?: string }) => {
    setBusy(true);
    setFailure(undefined);
    try {
      chat.learn([await chat.rpc.call<Person>("chat.user.set_status", status)]);
      onClose();
    } catch (error) {
      setFailure(RpcFailure.wrap(error));
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy || empty) return;
    void set({ emoji, text: words.trim(), ...(until ? { until: until.toISOString() } : {}) });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      initialFocus={input}
      title={t("Your status")}
      description={t("Stands beside your name, for everybody.")}
      footer={
        <>
          {now && (
            <Button kind="ghost" className="mr-auto" onClick={() => void set({ emoji: "", text: "" })}>
              {t("Clear status")}
            </Button>
          )}
          <Button kind="ghost" onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="primary" type="submit" form={form} busy={busy} disabled={empty}>{t("Set")}</Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4 pb-1">
        <Field label={t("Status")} error={failure?.message}>
          {(control) => (
            <span className="flex gap-2">
              <EmojiChoice label={t("Emoji of your status")} emoji={emoji} onPick={setEmoji} large />
              <Input
                {...control}
                ref={input}
                large
                maxLength={100}
                dir="auto"
                autoComplete="off"
                placeholder={t("What are you up to?")}
                value={words}
                onChange={(event) => setWords(event.target.value)}
              />
            </span>
          )}
        </Field>
        <Field
          label={t("Clears itself")}
          hint={until ? timeWords(until) : t("It stays until you clear it.")}
        >
          {(control) => (
            <Select
              {...control}
              label={t("Clears itself")}
              value={time}
              onChange={setTime}
              options={[
                ...(now?.until ? [{ value: "kept" as const, label: t("As it is") }] : []),
                ...STATUS_TIMES.map(({ value, label }) => ({ value, label: t(label) })),
              ]}
            />
          )}
        </Field>
        <div>
          <h3 className="pb-1 text-13 font-medium text-ink-2">{t("Suggestions")}</h3>
          <ul>
            {STATUS_PRESETS.map((preset) => (
              <li key={preset.text}>
                <button
                  type="button"
                  onClick={() => {
                    setEmoji(preset.emoji);
                    setWords(t(preset.text));
                    setTime(preset.time);
                  }}
                  className="ring-in flex h-9 w-full items-center gap-2.5 rounded-control px-2 text-left text-13 hover:bg-hover max-md:h-11"
                >
                  <span className="w-5 text-center font-emoji text-16" aria-hidden>{preset.emoji}</span>
                  <span className="flex-1">{t(preset.text)}</span>
                  <span className="text-12 text-ink-3">
                    {t(STATUS_TIMES.find(({ value }) => value === preset.time)!.label)}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      </form>
    </Dialog>
  );
}
