import { CopyButton } from "@bulkhead/kit";
import { fingerprintGroups } from "../../../state/trust.ts";

/** A key, told by its fingerprint: in groups to compare by eye, as a whole to copy. */
export function Fingerprint({ value }: { value: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <code className="min-w-0 font-mono text-12 wrap-anywhere">{fingerprintGroups(value)}</code>
      <CopyButton text={value} label="Copy the fingerprint" />
    </span>
  );
}
