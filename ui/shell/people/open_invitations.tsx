import { Link2, X } from "lucide-react";
import { Badge, IconButton, RelativeTime, toast } from "@bulkhead/kit";
import { rich, RpcFailure, useCall, useRpc } from "@bulkhead/ui";
import { words } from "../data/plugins.ts";
import { roleWord } from "../../i18n/roles.ts";
import { t } from "../../i18n/texts.ts";

interface InvitationInfo {
  id: string;
  role: string;
  handle?: string;
  name?: string;
  email?: string;
  /** Set when it is a way in for somebody who is here. */
  userId?: string;
  createdAt: string;
  expiresAt: string;
}

/** Links that still let somebody in, above the people that they would join; for admins. */
export function OpenInvitations() {
  const { data } = useRpc<{ items: InvitationInfo[] }>("host.invitation.list", {});
  const items = data?.items.filter(({ userId }) => userId === undefined) ?? [];
  if (items.length === 0) return null;
  return (
    <ul aria-label={t("Open invitations")}>
      {items.map((one) => <InvitationRow key={one.id} invitation={one} />)}
    </ul>
  );
}

function InvitationRow({ invitation }: { invitation: InvitationInfo }) {
  const { id, role, name, handle, email, createdAt, expiresAt } = invitation;
  const revoke = useCall<{ id: string }, unknown>("host.invitation.revoke");
  const who = name ?? (handle === undefined ? t("Somebody new") : `@${handle}`);
  const end = async () => {
    try {
      await revoke.mutateAsync({ id });
      toast({ title: t("The invitation link is good for nothing any more") });
    } catch (error) {
      toast({ tone: "bad", title: t("The link still works"), description: words(RpcFailure.wrap(error)) });
    }
  };
  return (
    <li className="flex items-center gap-3 border-b border-line px-4 py-2.5 hover:bg-hover md:gap-4 md:px-6">
      <span className="flex size-9 shrink-0 items-center justify-center rounded-card border border-dashed border-line-strong text-ink-3">
        <Link2 size={16} aria-hidden />
      </span>
      <div className="min-w-0 flex-1">
        <p className="truncate text-14 font-medium text-ink-2" dir="auto">{who}</p>
        <p className="truncate text-13 text-ink-3">
          {email && `${email} · `}
          {rich(t("invited {made}, the link ends {end}"), {
            made: <RelativeTime at={createdAt} />,
            end: <RelativeTime at={expiresAt} />,
          })}
        </p>
      </div>
      <span className="flex w-20 justify-end">
        <Badge>{roleWord(role)}</Badge>
      </span>
      <span className="flex w-8">
        <IconButton
          label={t("Take back the invitation of {who}", { who })}
          icon={<X size={16} aria-hidden />}
          onClick={() => void end()}
        />
      </span>
    </li>
  );
}
