import { type FormEvent, useId, useState } from "react";
import { Button, CopyButton, Dialog, ErrorState, Field, Input, RelativeTime, Select } from "@bulkhead/kit";
import { type Me, rich, useCall, useMe } from "@bulkhead/ui";
import { roleOptions } from "./role_options.ts";
import { t, text } from "../../i18n/texts.ts";

interface InviteLink {
  link: string;
  expiresAt: string;
}

const LIVES = [
  { value: "1", label: text("A day") },
  { value: "7", label: text("A week") },
  { value: "30", label: text("30 days") },
];

/** Makes a link by which one new person comes in. */
export function InviteDialog({ onClose }: { onClose(): void }) {
  const me = useMe();
  const form = useId();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Me["role"]>("member");
  const [days, setDays] = useState("7");
  const invite = useCall<{ name?: string; role: string; expiresInDays: number }, InviteLink>("host.user.invite");
  const roles = roleOptions().filter((option) => me.role === "owner" || option.value !== "owner");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate({ ...(name.trim() ? { name: name.trim() } : {}), role, expiresInDays: Number(days) });
  };
  if (invite.data) {
    return (
      <LinkDialog
        title={name.trim() ? t("A link for {name}", { name: name.trim() }) : t("The invitation link")}
        link={invite.data}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("Invite somebody")}
      description={t("You get a link to send to them. It works once.")}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="primary" type="submit" form={form} busy={invite.isPending}>{t("Make the link")}</Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4 pb-1">
        <Field label={t("Name")} hint={t("They can change it. Leave it empty if you do not know.")}>
          {(control) => (
            <Input
              {...control}
              maxLength={80}
              autoComplete="off"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <div className="grid grid-cols-2 gap-4">
          <Field label={t("Role")}>
            {(control) => <Select {...control} label={t("Role")} value={role} onChange={setRole} options={roles} />}
          </Field>
          <Field label={t("The link ends after")}>
            {(control) => (
              <Select
                {...control}
                label={t("The link ends after")}
                value={days}
                onChange={setDays}
                options={LIVES.map(({ value, label }) => ({ value, label: t(label) }))}
              />
            )}
          </Field>
        </div>
        {invite.error && (
          <ErrorState
            inline
            title={t("No link was made")}
            message={invite.error.message}
            hint={invite.error.hint}
            traceId={invite.error.traceId}
          />
        )}
      </form>
    </Dialog>
  );
}

/** A link that is shown this one time. */
export function LinkDialog({ title, link, onClose }: { title: string; link: InviteLink; onClose(): void }) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={t("It is shown only now. Send it over a way that others cannot read.")}
      footer={<Button kind="primary" onClick={onClose}>{t("Done")}</Button>}
    >
      <div className="flex items-center gap-1">
        <Input
          readOnly
          aria-label={t("Link")}
          value={link.link}
          onFocus={(event) => event.target.select()}
          className="font-mono text-12"
        />
        <CopyButton text={link.link} label={t("Copy the link")} />
      </div>
      <p className="mt-2 text-12 text-ink-3">
        {rich(t("It works once, and ends {time}."), { time: <RelativeTime at={link.expiresAt} /> })}
      </p>
    </Dialog>
  );
}
