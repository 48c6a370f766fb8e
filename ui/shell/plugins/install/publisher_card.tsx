import { ShieldAlert, ShieldCheck, ShieldQuestion } from "lucide-react";
import { Button, Card, cx, Facts } from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import { keyHistory, trustLook } from "../../../state/trust.ts";
import type { PublisherInfo, SignatureState } from "../../../state/wire.ts";
import { usePublisherActions } from "../../data/publishers.ts";
import { Fingerprint } from "./fingerprint.tsx";

const LOOK = {
  ok: { icon: ShieldCheck, ink: "text-ok-ink", soft: "bg-ok-soft" },
  warn: { icon: ShieldQuestion, ink: "text-warn-ink", soft: "bg-warn-soft" },
  bad: { icon: ShieldAlert, ink: "text-bad-ink", soft: "bg-bad-soft" },
};

const SIGNATURE_WORDS: Record<SignatureState, string> = {
  valid: "Valid: it is as its publisher made it",
  unsigned: "None",
  invalid: "Does not fit the package",
};

export interface PublisherCardProps {
  tier: string;
  signature: SignatureState;
  publisher?: PublisherInfo;
  /** Where it was found. */
  from: string;
  /** Its key can be put on this server's list here, and taken off. */
  manage?: boolean;
}

/** Who vouches for a package, and how far that is known here. */
export function PublisherCard({ tier, signature, publisher, from, manage }: PublisherCardProps) {
  const { title, means, tone } = trustLook(tier, signature);
  const { icon: Icon, ink, soft } = LOOK[tone];
  const named = publisher && publisher.name !== publisher.fingerprint;
  return (
    <Card className="overflow-hidden">
      <div className={cx("flex gap-3 px-4 py-3", soft)}>
        <Icon size={18} className={cx("mt-px shrink-0", ink)} aria-hidden />
        <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <div className="min-w-0 flex-[1_1_260px]">
            <p className={cx("text-13 font-semibold", ink)}>{title}</p>
            <p className="text-13 text-ink-2">{means}.</p>
          </div>
          {manage && publisher && signature === "valid" && (
            <TrustButton
              publisher={publisher}
              trusted={tier === "organisation"}
            />
          )}
        </div>
      </div>
      <div className="px-4 py-1">
        <Facts
          items={[
            ...(publisher
              ? [
                { name: "Publisher", value: named ? publisher.name : "Gives no name, only a key" },
                { name: "Key", value: <Fingerprint value={publisher.fingerprint} /> },
                { name: "Seen before", value: keyHistory(publisher) },
              ]
              : []),
            { name: "Signature", value: SIGNATURE_WORDS[signature] },
            { name: "From", value: from },
          ]}
        />
      </div>
    </Card>
  );
}

/** Whoever runs the place may put a key on its list: what it signs then counts as known. */
function TrustButton({ publisher, trusted }: { publisher: PublisherInfo; trusted: boolean }) {
  const isAdmin = useIsAdmin();
  const actions = usePublisherActions();
  if (!isAdmin) return null;
  return (
    <Button size="sm" busy={actions.busy} onClick={() => void actions.set(publisher, !trusted)}>
      {trusted ? "Take off the list" : "Trust this publisher"}
    </Button>
  );
}
