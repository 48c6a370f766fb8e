import { Ellipsis, KeyRound, UserCheck, UserX } from "lucide-react";
import { useState } from "react";
import {
  Avatar,
  Badge,
  IconButton,
  Menu,
  MenuChoice,
  MenuItem,
  MenuSeparator,
  RelativeTime,
  toast,
} from "@bulkhead/kit";
import { rich, RpcFailure, useCall, useMe, useRpcCache } from "@bulkhead/ui";
import { words } from "../data/plugins.ts";
import { useSession } from "../data/session.ts";
import { AgentTokenDialog } from "./agent_dialog.tsx";
import { LinkDialog } from "./invite_dialog.tsx";
import type { PersonInfo } from "./person_info.ts";
import { roleOptions } from "./role_options.ts";
import { roleWord } from "../../i18n/roles.ts";
import { t } from "../../i18n/texts.ts";

/** Groups that a row names; the rest is counted. */
const SHOWN_GROUPS = 3;

/** One person of the list. */
export function PersonRow({ person, mayChange }: { person: PersonInfo; mayChange: boolean }) {
  const me = useMe();
  const several = useSession().state?.mode === "oidc";
  const sources = several ? person.sources.map(({ name }) => name) : [];
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
          {person.id === me.id && <span className="shrink-0 text-12 text-ink-3">{t("you")}</span>}
          {person.disabled && <Badge tone="warn">{t("Shut out")}</Badge>}
        </p>
        <p className="truncate text-13 text-ink-3">
          {[`@${person.handle}`, person.email, ...sources].filter(Boolean).join(" · ")}
        </p>
      </div>
      <GroupMarks groups={person.groups} />
      <span className="hidden text-12 text-ink-3 md:block">
        {rich(t("joined {time}"), { time: <RelativeTime at={person.createdAt} /> })}
      </span>
      <span className="flex w-20 justify-end">
        <Badge tone={person.role === "owner" ? "accent" : "neutral"}>
          {roleWord(person.role)}
        </Badge>
      </span>
      <span className="flex w-8">{mayChange && <PersonActions person={person} />}</span>
    </li>
  );
}

function PersonActions({ person }: { person: PersonInfo }) {
  const me = useMe();
  const local = useSession().state?.local;
  const cache = useRpcCache();
  const setRole = useCall<{ id: string; role: string }, PersonInfo>("host.user.setRole");
  const disable = useCall<{ id: string; disabled: boolean }, PersonInfo>("host.user.disable");
  const reset = useCall<{ id: string }, { link: string; expiresAt: string }>("host.user.reset");
  const [making, setMaking] = useState(false);
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
      disabled
        ? t("{name} could not be shut out", { name: person.name })
        : t("{name} could not be let in", { name: person.name }),
    );
    if (changed && disabled) {
      toast({
        title: t("{name} is shut out", { name: person.name }),
        description: t("All their sessions have ended."),
        action: { label: t("Undo"), onClick: () => void shutOut(false) },
      });
    }
  };
  // It has no way to sign in, and gets none: it works with tokens.
  const isAgent = person.role === "agent" && person.sources.length === 0;
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t("Change {name}", { name: person.name })} icon={<Ellipsis size={16} aria-hidden />} />
        }
      >
        {isAgent
          ? (
            <MenuItem icon={<KeyRound size={15} aria-hidden />} onSelect={() => setMaking(true)}>
              {t("New token")}
            </MenuItem>
          )
          : (
            <>
              <MenuChoice
                label={t("Role")}
                closes
                value={person.role}
                onChange={(role) =>
                  void attempt(
                    setRole.mutateAsync({ id: person.id, role }),
                    t("The role of {name} was not changed", { name: person.name }),
                  )}
                options={roleOptions()}
              />
              <MenuSeparator />
              <MenuItem
                icon={<KeyRound size={15} aria-hidden />}
                onSelect={() =>
                  void attempt(reset.mutateAsync({ id: person.id }), t("No link could be made")).then(setLink)}
              >
                {local ? t("Link for a new password") : t("Link to connect a sign-in")}
              </MenuItem>
            </>
          )}
        {person.disabled
          ? (
            <MenuItem icon={<UserCheck size={15} aria-hidden />} onSelect={() => void shutOut(false)}>
              {t("Let in again")}
            </MenuItem>
          )
          : (
            <MenuItem
              danger
              disabled={person.id === me.id}
              icon={<UserX size={15} aria-hidden />}
              onSelect={() => void shutOut(true)}
            >
              {t("Shut out")}
            </MenuItem>
          )}
      </Menu>
      {making && <AgentTokenDialog agent={person} onClose={() => setMaking(false)} />}
      {link && (
        <LinkDialog
          title={t("A way in for {name}", { name: person.name })}
          link={link}
          onClose={() => setLink(undefined)}
        />
      )}
    </>
  );
}

function GroupMarks({ groups }: { groups: PersonInfo["groups"] }) {
  if (groups.length === 0) return null;
  const hidden = groups.slice(SHOWN_GROUPS);
  return (
    <ul aria-label={t("Groups")} className="hidden max-w-[40%] min-w-0 flex-wrap justify-end gap-1 lg:flex">
      {groups.slice(0, SHOWN_GROUPS).map(({ id, name, source }) => (
        <li
          key={id}
          title={source ? t("{name}, a group of {source}", { name, source: source.name }) : name}
          className="flex"
        >
          <Badge>
            <span className="max-w-40 truncate" dir="auto">{name}</span>
          </Badge>
        </li>
      ))}
      {hidden.length > 0 && (
        <li title={hidden.map(({ name }) => name).join(", ")} className="flex">
          <Badge>+{hidden.length}</Badge>
        </li>
      )}
    </ul>
  );
}
