import { type FormEvent, useState } from "react";
import { Button, Field, PasswordField, Section, toast } from "@bulkhead/kit";
import { RpcFailure } from "@bulkhead/ui";
import { useSession } from "../data/session.ts";
import { GateError } from "../gate/gate_card.tsx";
import { passwordProblem } from "../gate/handle.ts";
import { NewPassword } from "../gate/new_password.tsx";
import { hostWords } from "../../i18n/host_words.ts";
import { t } from "../../i18n/texts.ts";

/** A new password for the one in force. */
export function PasswordSection() {
  const session = useSession();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<RpcFailure>();
  const problem = passwordProblem(password);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problem) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await session.changePassword({ current, password });
      setCurrent("");
      setPassword("");
      setTried(false);
      toast({ title: t("Your password is changed"), description: t("You are signed out everywhere else.") });
    } catch (error) {
      setFailure(RpcFailure.wrap(error));
    } finally {
      setBusy(false);
    }
  };
  const errorAt = (field: string) => failure?.path === `/${field}` ? hostWords(failure.message) : undefined;
  return (
    <Section title={t("Password")}>
      <form onSubmit={(event) => void submit(event)} className="flex max-w-[380px] flex-col gap-4">
        <Field label={t("Current password")} error={errorAt("current")}>
          {(control) => (
            <PasswordField
              {...control}
              autoComplete="current-password"
              required
              maxLength={256}
              value={current}
              onChange={(event) => setCurrent(event.target.value)}
            />
          )}
        </Field>
        <NewPassword
          label={t("New password")}
          large={false}
          value={password}
          onChange={setPassword}
          error={(tried && password !== "" ? problem : undefined) ?? errorAt("password")}
        />
        {!/^\/(current|password)$/.test(failure?.path ?? "") && <GateError failure={failure} />}
        <div>
          <Button type="submit" busy={busy} disabled={current === "" || password === ""}>{t("Change password")}</Button>
        </div>
      </form>
    </Section>
  );
}
