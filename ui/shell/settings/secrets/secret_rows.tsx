import { Badge, cx, RelativeTime } from "@bulkhead/kit";
import type { SecretInfo } from "../../data/secrets.ts";
import { usePersonName } from "../../data/people.ts";

export interface SecretRowsProps {
  secrets: SecretInfo[];
  chosen?: string;
  onChoose(name: string): void;
}

/** Names with the last characters, who set each and when, and who uses it. */
export function SecretRows({ secrets, chosen, onChoose }: SecretRowsProps) {
  return (
    <ul aria-label="Secrets" className="-mx-3">
      {secrets.map((secret) => (
        <SecretRow key={secret.name} secret={secret} chosen={secret.name === chosen} onChoose={onChoose} />
      ))}
    </ul>
  );
}

interface SecretRowProps {
  secret: SecretInfo;
  chosen: boolean;
  onChoose(name: string): void;
}

function SecretRow({ secret, chosen, onChoose }: SecretRowProps) {
  const { name, last4, source, updatedAt, updatedBy, users } = secret;
  const by = usePersonName(updatedBy);
  return (
    <li className={cx("relative rounded-control px-3 py-2.5", chosen ? "bg-active" : "hover:bg-hover")}>
      <div className="flex items-center gap-3">
        <button
          type="button"
          aria-current={chosen ? "true" : undefined}
          onClick={() => onChoose(name)}
          className="ring-in min-w-0 flex-1 truncate rounded-sm text-left font-mono text-13 font-medium after:absolute after:inset-0"
        >
          {name}
        </button>
        <code className="shrink-0 font-mono text-12 text-ink-3">{last4 ? `…${last4}` : "too short to tell"}</code>
      </div>
      <p className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-12 text-ink-3">
        {source === "environment" ? <Badge>from the environment</Badge> : (
          <span>
            {by ?? "somebody"} {updatedAt && <RelativeTime at={updatedAt} />}
          </span>
        )}
        <span aria-hidden>·</span>
        <span>{usedBy(users.filter(({ granted }) => granted).map((user) => user.name))}</span>
        {users.some(({ granted }) => !granted) && <Badge tone="warn">asked for, not granted</Badge>}
      </p>
    </li>
  );
}

function usedBy(names: string[]): string {
  if (names.length === 0) return "nobody uses it";
  return `used by ${names.slice(0, 3).join(", ")}${names.length > 3 ? ` and ${names.length - 3} more` : ""}`;
}
