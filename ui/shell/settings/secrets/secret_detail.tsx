import { Link } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { Badge, Button, Facts, Notice, PaneHeader, RelativeTime, Section } from "@bulkhead/kit";
import { usePersonName } from "../../data/people.ts";
import type { SecretInfo, SecretUser } from "../../data/secrets.ts";
import { DeleteDialog } from "./delete_dialog.tsx";
import { TestSection } from "./test_section.tsx";

export interface SecretDetailProps {
  secret: SecretInfo;
  onClose(): void;
  onReplace(): void;
}

/** One secret: where it is from, who gets it, does the service take it; everything but its value. */
export function SecretDetail({ secret, onClose, onReplace }: SecretDetailProps) {
  const { name, last4, source, updatedAt, updatedBy, users } = secret;
  const by = usePersonName(updatedBy);
  const [deleting, setDeleting] = useState(false);
  const fixed = source === "environment";
  return (
    <>
      <PaneHeader title={<code className="font-mono text-13">{name}</code>} onClose={onClose} />
      <div className="scroll-y flex min-h-0 flex-1 flex-col gap-6 p-4">
        <Facts
          items={[
            {
              name: "Ends with",
              value: last4 ? <code className="font-mono text-12">{last4}</code> : "too short to tell",
            },
            { name: "From", value: fixed ? "the environment" : "this page or the command line" },
            ...(updatedAt
              ? [{
                name: "Set",
                value: (
                  <>
                    <RelativeTime at={updatedAt} /> by {by ?? "somebody"}
                  </>
                ),
              }]
              : []),
          ]}
        />
        {fixed
          ? (
            <Notice title="It is changed where the server is started">
              The variable BULKHEAD_SECRET_{name} beats whatever is stored under this name.
            </Notice>
          )
          : (
            <div className="flex gap-2">
              <Button onClick={onReplace}>Replace</Button>
              <Button kind="ghost" icon={<Trash2 size={14} aria-hidden />} onClick={() => setDeleting(true)}>
                Delete
              </Button>
            </div>
          )}
        <Section title="Who asks for it">
          {users.length === 0
            ? <p className="text-13 text-ink-2">No plugin and no workflow names it now.</p>
            : <ul>{users.map((user) => <UserLine key={`${user.kind} ${user.id}`} user={user} />)}</ul>}
        </Section>
        <TestSection key={updatedAt} secret={secret} />
      </div>
      {deleting && <DeleteDialog secret={secret} onClose={() => setDeleting(false)} onDeleted={onClose} />}
    </>
  );
}

function UserLine({ user: { kind, id, name, granted, optional, reason } }: { user: SecretUser }) {
  const to = kind === "plugin" ? `/plugins/${id}/permissions` : `/workflows/${encodeURIComponent(id)}`;
  return (
    <li className="border-b border-line py-2 text-13 last:border-0">
      <p className="flex items-center gap-2">
        <Link to={to as never} className="min-w-0 truncate rounded-sm font-medium hover:underline">{name}</Link>
        <span className="text-12 text-ink-3">{kind}{optional && ", optional"}</span>
        <span className="ml-auto">
          {granted ? <Badge tone="ok">gets it</Badge> : <Badge tone="warn">not granted</Badge>}
        </span>
      </p>
      {reason && <p className="mt-0.5 text-12 text-ink-3 wrap-anywhere">“{reason}”</p>}
    </li>
  );
}
