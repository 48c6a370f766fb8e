import { Play } from "lucide-react";
import { type FormEvent, useRef, useState, useSyncExternalStore } from "react";
import { Button, Notice, Section } from "@bulkhead/kit";
import { useLinkState } from "@bulkhead/ui";
import { withoutSecrets } from "../../state/api/samples.ts";
import type { Trial } from "../../state/api/trial.ts";
import { DataForm } from "../events/data_form.tsx";
import { AgreeDialog } from "./agree_dialog.tsx";
import { OutcomeView } from "./outcome_view.tsx";
import { Samples } from "./samples.tsx";

const NONE = () => () => {};

/** A form made of the method's schema, or JSON; the answer under it, the same call for elsewhere beside it. */
export function TryTab({ trial }: { trial: Trial }) {
  const { method, draft } = trial;
  const offline = useLinkState() === "offline";
  const { sending } = useSyncExternalStore(draft.state.subscribe, draft.state.get);
  useSyncExternalStore(draft.form?.state.subscribe ?? NONE, draft.form?.state.get ?? (() => undefined));
  const outcome = useSyncExternalStore(trial.outcome.subscribe, trial.outcome.get);
  const [asked, setAsked] = useState<{ params: Record<string, unknown>; answer(agreed: boolean): void }>();
  const form = useRef<HTMLFormElement>(null);
  const answer = useRef<HTMLDivElement>(null);
  const agree = (params: Record<string, unknown>) =>
    new Promise<boolean>((resolve) =>
      setAsked({
        params: withoutSecrets(method, params),
        answer: (agreed) => {
          setAsked(undefined);
          resolve(agreed);
        },
      })
    );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (offline || sending) return;
    await trial.send(agree);
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
    // A long form leaves no room beneath it.
    requestAnimationFrame(() => answer.current?.scrollIntoView({ block: "nearest" }));
  };
  const empty = method.params.length === 0;
  return (
    <div className="mx-auto grid w-full max-w-6xl gap-8 px-4 py-6 md:px-6 xl:grid-cols-[minmax(0,1fr)_400px]">
      <div className="flex min-w-0 flex-col gap-6">
        {method.socketOnly && (
          <Notice title="This one belongs to a WebSocket">
            It is about the connection that it comes in on: call it over /ws. From here it is refused.
          </Notice>
        )}
        <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="flex max-w-xl flex-col gap-5">
          {empty
            ? <p className="text-13 text-ink-2">It takes no params.</p>
            : <DataForm draft={draft} failed="It was not called" label="Params" />}
          <div className="flex items-center gap-3">
            <Button
              kind="primary"
              type="submit"
              busy={sending}
              disabled={offline}
              icon={<Play size={14} aria-hidden />}
            >
              Call
            </Button>
            <span className="text-12 text-ink-3">
              {method.readOnly ? "It changes nothing." : "It is called for real, with your rights."}
            </span>
          </div>
        </form>
        <div ref={answer}>{outcome && <OutcomeView outcome={outcome} />}</div>
      </div>
      <div className="min-w-0 xl:sticky xl:top-6 xl:self-start">
        <Section title="The same call elsewhere">
          <Samples method={method.name} params={withoutSecrets(method, trial.params())} />
        </Section>
      </div>
      {asked && <AgreeDialog method={method} params={asked.params} onAnswer={asked.answer} />}
    </div>
  );
}
