import { TriangleAlert } from "lucide-react";
import { Button } from "@bulkhead/kit";
import type { SecretsView } from "../../data/secrets.ts";

/** What plugins and workflows ask for and nobody has set. */
export function WantedRows({ wanted, onSet }: { wanted: SecretsView["wanted"]; onSet(name: string): void }) {
  return (
    <ul aria-label="Secrets that are not set" className="flex flex-col">
      {wanted.map(({ name, users }) => {
        const needed = users.some(({ optional }) => !optional);
        return (
          <li key={name} className="flex items-center gap-3 border-b border-line py-2.5 last:border-0">
            <div className="min-w-0 flex-1">
              <p className="flex items-center gap-1.5">
                {needed && <TriangleAlert size={14} className="shrink-0 text-warn-ink" aria-hidden />}
                <code className="min-w-0 truncate font-mono text-13 font-medium">{name}</code>
              </p>
              {users.map((user) => (
                <p key={`${user.kind} ${user.id}`} className="mt-0.5 text-12 text-ink-3 wrap-anywhere">
                  {user.optional ? "Optional for" : "Needed by"} the {user.kind} {user.name}
                  {user.reason && <>: “{user.reason}”</>}
                </p>
              ))}
            </div>
            <Button size="sm" aria-label={`Set ${name}`} onClick={() => onSet(name)}>Set</Button>
          </li>
        );
      })}
    </ul>
  );
}
