import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { Button, ErrorState, Field, Notice, type NoticeTone, Section, Select } from "@bulkhead/kit";
import { type RpcFailure, useCall } from "@bulkhead/ui";
import type { SecretInfo, SecretTrial } from "../../data/secrets.ts";

/** Services whose keys the host knows how to try. */
const SERVICES = [
  { value: "anthropic", label: "Anthropic" },
  { value: "openai", label: "OpenAI" },
  { value: "openrouter", label: "OpenRouter" },
  { value: "github", label: "GitHub" },
  { value: "postmark", label: "Postmark" },
  { value: "livekit", label: "LiveKit" },
];

const TONE: Record<SecretTrial["outcome"], NoticeTone> = {
  valid: "ok",
  refused: "bad",
  unreachable: "warn",
  unclear: "warn",
};
const WORD: Record<SecretTrial["outcome"], string> = {
  valid: "The key works",
  refused: "The key is refused",
  unreachable: "Nobody could be asked",
  unclear: "It is not clear",
};

/** Tries a key at its service, by one request that costs and changes nothing. */
export function TestSection({ secret }: { secret: SecretInfo }) {
  const [service, setService] = useState(secret.service ?? "");
  const test = useCall<{ name: string; service: string }, SecretTrial>("host.secret.test");
  const { data, error, isPending } = test;
  return (
    <Section title="Test">
      <p className="text-13 text-ink-2">One request to the service, which costs and changes nothing.</p>
      <Field label="Service">
        {(control) => (
          <Select
            {...control}
            label="Service"
            placeholder="Whose key is it?"
            value={service}
            options={SERVICES}
            onChange={(next) => {
              test.reset();
              setService(next);
            }}
            className="w-full"
          />
        )}
      </Field>
      <div>
        <Button
          icon={<FlaskConical size={14} aria-hidden />}
          busy={isPending}
          disabled={service === ""}
          onClick={() => test.mutate({ name: secret.name, service })}
        >
          Test it
        </Button>
      </div>
      <div role="status">
        {data && <Notice tone={TONE[data.outcome]} title={WORD[data.outcome]}>{data.message}.</Notice>}
      </div>
      {error && <Failed failure={error} />}
    </Section>
  );
}

function Failed({ failure }: { failure: RpcFailure }) {
  return (
    <ErrorState
      inline
      title="It was not tested"
      message={failure.message}
      hint={failure.hint}
      traceId={failure.traceId}
    />
  );
}
