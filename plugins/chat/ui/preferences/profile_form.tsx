import { type FormEvent, type ReactNode, useState } from "react";
import { Button, Field, Input, Textarea, toast } from "@bulkhead/kit";
import { RpcFailure } from "@bulkhead/ui";
import { t } from "../i18n/language.ts";
import type { Person } from "../state/wire.ts";
import { useChat, usePersonal } from "../use_chat.ts";
import { TimezoneInput } from "./timezone_input.tsx";

type Profile = Person["profile"];

/** What somebody says of themselves; others see it on their card. */
export function ProfileForm() {
  const chat = useChat();
  const kept = usePersonal((state) => state.people.get(chat.me.id)?.profile) ?? {};
  const [draft, setDraft] = useState<Profile>({});
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<RpcFailure>();
  const now = { ...kept, ...draft };
  const changed = (Object.keys(draft) as (keyof Profile)[]).some((name) => draft[name] !== (kept[name] ?? ""));
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      // An empty time zone is none that the host knows: it is left as it is.
      const { timezone, ...texts } = draft;
      chat.learn([
        await chat.rpc.call<Person>("chat.user.update_profile", { ...texts, ...(timezone ? { timezone } : {}) }),
      ]);
      setDraft({});
      toast({ tone: "ok", title: t("Profile saved") });
    } catch (error) {
      setFailure(RpcFailure.wrap(error));
    } finally {
      setBusy(false);
    }
  };
  const line = (name: "title" | "pronouns" | "phone", words: { label: string; placeholder?: string; max: number }) => (
    <Field label={words.label}>
      {(control) => (
        <Input
          {...control}
          dir="auto"
          maxLength={words.max}
          placeholder={words.placeholder}
          value={now[name] ?? ""}
          onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <form onSubmit={save} className="flex max-w-xl flex-col gap-4">
      {line("title", { label: t("Title"), placeholder: t("Product design"), max: 100 })}
      <Pair>
        {line("pronouns", { label: t("Pronouns"), max: 40 })}
        {line("phone", { label: t("Phone"), max: 40 })}
      </Pair>
      <TimezoneInput
        value={now.timezone ?? ""}
        hint={t("Others see what time it is where you are.")}
        onChange={(timezone) => setDraft({ ...draft, timezone })}
      />
      <Field label={t("About you")}>
        {(control) => (
          <Textarea
            {...control}
            dir="auto"
            maxLength={1_000}
            value={now.about ?? ""}
            onChange={(event) => setDraft({ ...draft, about: event.target.value })}
          />
        )}
      </Field>
      {failure && <p role="alert" className="text-13 text-bad-ink">{failure.hint ?? failure.message}</p>}
      <div className="flex gap-2">
        <Button type="submit" kind="primary" busy={busy} disabled={!changed}>{t("Save")}</Button>
        {changed && <Button kind="ghost" onClick={() => setDraft({})}>{t("Discard")}</Button>}
      </div>
      <p className="text-12 text-ink-3">{t("Your name, handle and picture belong to your account on this server.")}</p>
    </form>
  );
}

function Pair({ children }: { children: ReactNode }) {
  return <div className="grid gap-4 md:grid-cols-2">{children}</div>;
}
