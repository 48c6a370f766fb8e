import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Avatar } from "../../kit/avatar.tsx";
import { Badge } from "../../kit/badge.tsx";
import { GateCard, GateError } from "./gate_card.tsx";
import type { GatePageProps } from "./sign_in_page.tsx";
import { useEntry } from "./use_entry.ts";
import { roleWord } from "../../i18n/roles.ts";
import { t } from "../../i18n/texts.ts";

/** Dev mode: choose a seeded person, no password. */
export function DevPage({ session, state, onIn }: GatePageProps) {
  const [chosen, setChosen] = useState("");
  return (
    <GateCard
      title={t("Who are you today?")}
      subtitle={t("{name} runs in dev mode.", { name: state.name || "Bulkhead" })}
    >
      <p className="flex gap-2 rounded-control bg-warn-soft px-3 py-2 text-13 text-warn-ink">
        <TriangleAlert size={16} className="mt-0.5 shrink-0" aria-hidden />
        <span>{t("Anyone who reaches this page can be anyone. Use it on your own machine only.")}</span>
      </p>
      <ul className="flex flex-col gap-2">
        {(state.devUsers ?? []).map((user) => (
          <li key={user.handle}>
            <Person user={user} chosen={chosen} onChoose={setChosen} session={session} onIn={onIn} />
          </li>
        ))}
      </ul>
    </GateCard>
  );
}

interface PersonProps {
  user: { handle: string; name: string; role: string };
  chosen: string;
  onChoose(handle: string): void;
  session: GatePageProps["session"];
  onIn(): Promise<void>;
}

function Person({ user, chosen, onChoose, session, onIn }: PersonProps) {
  const { busy, failure, submit } = useEntry(() => session.dev(user.handle), onIn);
  return (
    <div className="flex flex-col gap-2">
      <button
        type="button"
        disabled={busy || (chosen !== "" && chosen !== user.handle && !failure)}
        onClick={() => {
          onChoose(user.handle);
          void submit().finally(() => onChoose(""));
        }}
        className="flex h-14 items-center gap-3 rounded-card border border-line bg-surface px-3 text-left transition-colors duration-80 hover:border-line-strong hover:bg-hover disabled:opacity-60"
      >
        <Avatar id={user.handle} name={user.name} size={36} />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{user.name}</span>
          <span className="block truncate text-12 text-ink-3">@{user.handle}</span>
        </span>
        <Badge tone={user.role === "owner" ? "accent" : "neutral"}>{roleWord(user.role)}</Badge>
      </button>
      <GateError failure={failure} />
    </div>
  );
}
