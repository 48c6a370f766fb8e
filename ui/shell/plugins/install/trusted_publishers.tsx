import { Button, RelativeTime, Section } from "@bulkhead/kit";
import { usePersonName } from "../../data/people.ts";
import { type TrustedPublisher, usePublisherActions, useTrustedPublishers } from "../../data/publishers.ts";
import { Fingerprint } from "./fingerprint.tsx";

/** Whose packages count as this organisation's own; one comes onto the list where its key is shown. */
export function TrustedPublishers() {
  const { data } = useTrustedPublishers();
  if (!data || data.items.length === 0) return null;
  return (
    <Section title="Trusted publishers">
      <ul className="flex flex-col">
        {data.items.map((publisher) => <Line key={publisher.fingerprint} publisher={publisher} />)}
      </ul>
    </Section>
  );
}

function Line({ publisher }: { publisher: TrustedPublisher }) {
  const actions = usePublisherActions();
  const by = usePersonName(publisher.addedBy);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line py-2.5 text-13 last:border-0">
      <div className="min-w-0 flex-[1_1_240px]">
        <p className="font-medium wrap-anywhere" dir="auto">{publisher.name}</p>
        <Fingerprint value={publisher.fingerprint} />
      </div>
      <span className="text-12 text-ink-3">
        <RelativeTime at={publisher.addedAt} />
        {by && ` by ${by}`}
      </span>
      <Button
        size="sm"
        kind="ghost"
        busy={actions.busy}
        aria-label={`Take ${publisher.name} off the list`}
        onClick={() => void actions.set(publisher, false)}
      >
        Take off the list
      </Button>
    </li>
  );
}
