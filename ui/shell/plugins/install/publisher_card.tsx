import { ShieldAlert, ShieldCheck, ShieldQuestion } from "lucide-react";
import { Card, cx, Facts } from "@bulkhead/kit";
import { keyHistory, trustLook } from "../../../state/trust.ts";
import type { PublisherInfo, SignatureState } from "../../../state/wire.ts";
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
}

/** Who vouches for a package, and how far that is known here. */
export function PublisherCard({ tier, signature, publisher, from }: PublisherCardProps) {
  const { title, means, tone } = trustLook(tier, signature);
  const { icon: Icon, ink, soft } = LOOK[tone];
  const named = publisher && publisher.name !== publisher.fingerprint;
  return (
    <Card className="overflow-hidden">
      <div className={cx("flex gap-3 px-4 py-3", soft)}>
        <Icon size={18} className={cx("mt-px shrink-0", ink)} aria-hidden />
        <div className="min-w-0">
          <p className={cx("text-13 font-semibold", ink)}>{title}</p>
          <p className="text-13 text-ink-2">{means}.</p>
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
