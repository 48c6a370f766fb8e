import { Ellipsis, KeyRound, UserCheck, UserPlus, UserX } from "lucide-react";
import { useState } from "react";
import {
  Avatar,
  Badge,
  Button,
  ErrorState,
  IconButton,
  Menu,
  MenuChoice,
  MenuItem,
  MenuSeparator,
  PageHeader,
  RelativeTime,
  SkeletonRows,
  toast,
} from "@bulkhead/kit";
import { type Me, RpcFailure, useCall, useIsAdmin, useMe, useRpc, useRpcCache } from "@bulkhead/ui";
import { words } from "../data/plugins.ts";
import { InviteDialog, LinkDialog } from "./invite_dialog.tsx";
import { ROLE_OPTIONS } from "./role_options.ts";

export interface PersonInfo {
  id: string;
  handle: string;
  name: string;
  role: Me["role"];
  disabled: boolean;
  createdAt: string;
  email?: string;
}

/** Everybody on this server; owners and admins invite, change roles and shut out. */
export function PeoplePage() {
  const { data, isPending, error, refetch } = useRpc<{ items: PersonInfo[] }>("host.user.list", { limit: 200 });
  const isAdmin = useIsAdmin();
  const [inviting, setInviting] = useState(false);
  return (
    <main className="flex h-full flex-col bg-surface">
      <PageHeader
        title="People"
        note={data && <span className="tabular">{data.items.length}</span>}
        actions={isAdmin && (
          <Button
            kind="primary"
            icon={<UserPlus size={14} aria-hidden />}
            onClick={() => setInviting(true)}
          >
            Invite
          </Button>
        )}
      />
      <div className="scroll-y min-h-0 flex-1">
        {isPending && <SkeletonRows count={5} />}
        {error && (
          <ErrorState
            title="The people could not be read"
            message={error.message}
            hint={error.hint}
            traceId={error.traceId}
            onRetry={() => void refetch()}
          />
        )}
        <ul>
          {data?.items.map((person) => <PersonRow key={person.id} person={person} mayChange={isAdmin} />)}
        </ul>
      </div>
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </main>
  );
}

function PersonRow({ person, mayChange }: { person: PersonInfo; mayChange: boolean }) {
  const me = useMe();
  return (
    <li className="flex items-center gap-3 border-b border-line px-4 py-2.5 hover:bg-hover md:gap-4 md:px-6">
      <Avatar
        id={person.id}
        name={person.name}
        kind={person.role === "agent" ? "agent" : "user"}
        size={36}
        className={person.disabled ? "opacity-50" : undefined}
      />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <span className="truncate text-14 font-medium" dir="auto">{person.name}</span>
          {person.id === me.id && <span className="shrink-0 text-12 text-ink-3">you</span>}
          {person.disabled && <Badge tone="warn">Shut out</Badge>}
        </p>
        <p className="truncate text-13 text-ink-3">@{person.handle}{person.email ? ` · ${person.email}` : ""}</p>
      </div>
      <span className="hidden text-12 text-ink-3 md:block">
        joined <RelativeTime at={person.createdAt} />
      </span>
      <span className="flex w-20 justify-end">
        <Badge tone={person.role === "owner" ? "accent" : "neutral"}>
          {ROLE_OPTIONS.find((role) => role.value === person.role)?.label ?? "Agent"}
        </Badge>
      </span>
      <span className="flex w-8">{mayChange && <PersonActions person={person} />}</span>
    </li>
  );
}

function PersonActions({ person }: { person: PersonInfo }) {
  const me = useMe();
  const cache = useRpcCache();
  const setRole = useCall<{ id: string; role: string }, PersonInfo>("host.user.setRole");
  const disable = useCall<{ id: string; disabled: boolean }, PersonInfo>("host.user.disable");
  const reset = useCall<{ id: string }, { link: string; expiresAt: string }>("host.user.reset");
  const [link, setLink] = useState<{ link: string; expiresAt: string }>();
  const attempt = async <T,>(change: Promise<T>, failed: string): Promise<T | undefined> => {
    try {
      return await change;
    } catch (error) {
      toast({ tone: "bad", title: failed, description: words(RpcFailure.wrap(error)) });
      return undefined;
    } finally {
      cache.refresh("host.user.list");
    }
  };
  const shutOut = async (disabled: boolean) => {
    const changed = await attempt(
      disable.mutateAsync({ id: person.id, disabled }),
      `${person.name} could not be ${disabled ? "shut out" : "let in"}`,
    );
    if (changed && disabled) {
      toast({
        title: `${person.name} is shut out`,
        description: "All their sessions have ended.",
        action: { label: "Undo", onClick: () => void shutOut(false) },
      });
    }
  };
  return (
    <>
      <Menu trigger={<IconButton label={`Change ${person.name}`} icon={<Ellipsis size={16} aria-hidden />} />}>
        <MenuChoice
          label="Role"
          value={person.role}
          onChange={(role) =>
            void attempt(setRole.mutateAsync({ id: person.id, role }), `The role of ${person.name} was not changed`)}
          options={ROLE_OPTIONS}
        />
        <MenuSeparator />
        <MenuItem
          icon={<KeyRound size={15} aria-hidden />}
          onSelect={() => void attempt(reset.mutateAsync({ id: person.id }), "No link could be made").then(setLink)}
        >
          Link for a new password
        </MenuItem>
        {person.disabled
          ? (
            <MenuItem icon={<UserCheck size={15} aria-hidden />} onSelect={() => void shutOut(false)}>
              Let in again
            </MenuItem>
          )
          : (
            <MenuItem
              danger
              disabled={person.id === me.id}
              icon={<UserX size={15} aria-hidden />}
              onSelect={() => void shutOut(true)}
            >
              Shut out
            </MenuItem>
          )}
      </Menu>
      {link && <LinkDialog title={`New password for ${person.name}`} link={link} onClose={() => setLink(undefined)} />}
    </>
  );
}
