import { ArrowRight } from "lucide-react";
import { Section } from "@bulkhead/kit";
import { limitWords } from "../../../state/limit_words.ts";
import type { InspectInfo } from "../../../state/wire.ts";
import { PermissionGroups, PermissionLine } from "../permission_line.tsx";

/** What a newer version asks for that the one in use does not, and what it no longer needs. */
export function ConsentChanges({ changes }: { changes: NonNullable<InspectInfo["changes"]> }) {
  const { added, removed, limits, from, to } = changes;
  const nothing = added.length === 0 && removed.length === 0 && limits.length === 0;
  return (
    <Section
      title={nothing ? "What changes" : `What changes from ${from} to ${to}`}
    >
      {nothing && (
        <p className="text-13 text-ink-2">It asks for nothing new. Permissions and limits stay as they are.</p>
      )}
      {added.length > 0 && <PermissionGroups permissions={added} sign="added" />}
      {removed.length > 0 && (
        <section className="rounded-card border border-line">
          <h3 className="flex h-9 items-center border-b border-line px-4 text-12 font-semibold text-ink-2">
            No longer asked for
          </h3>
          <ul className="divide-y divide-line px-4">
            {removed.map((permission) => (
              <PermissionLine key={`${permission.kind} ${permission.target}`} permission={permission} sign="removed" />
            ))}
          </ul>
        </section>
      )}
      {limits.length > 0 && (
        <section className="rounded-card border border-line">
          <h3 className="flex h-9 items-center border-b border-line px-4 text-12 font-semibold text-ink-2">Limits</h3>
          <ul className="divide-y divide-line px-4">
            {limits.map((limit) => {
              const before = limitWords(limit.name, limit.from);
              return (
                <li key={limit.name} className="flex min-h-10 items-center justify-between gap-4 text-13">
                  {before.name}
                  <span className="tabular inline-flex items-center gap-2">
                    <span className="text-ink-3">{before.value}</span>
                    <ArrowRight size={13} className="text-ink-3" aria-label="becomes" role="img" />
                    <span className="font-medium">{limitWords(limit.name, limit.to).value}</span>
                  </span>
                </li>
              );
            })}
          </ul>
        </section>
      )}
    </Section>
  );
}
