import { Avatar, Button, Section } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import type { Muted } from "../state/wire.ts";
import { usePersonal } from "../use_chat.ts";
import { useMute } from "../use_mute.ts";

/** Whom this person has muted, each with the way back. */
export function MutedPeople() {
  const muted = usePersonal((state) => state.muted);
  const people = [...muted.values()].sort((left, right) => left.name.localeCompare(right.name));
  return (
    <Section title={t("Muted people")}>
      <p className="text-13 text-ink-3">
        {people.length === 0
          ? t("Nobody. A person's card and the menu of a message mute somebody.")
          : t("Their mentions and direct messages make no notification and no badge. They are not told.")}
      </p>
      {people.length > 0 && (
        <ul className="divide-y divide-line">{people.map((each) => <Row key={each.userId} muted={each} />)}</ul>
      )}
    </Section>
  );
}

function Row({ muted: { userId, name } }: { muted: Muted }) {
  const [, setMuted] = useMute(userId, name);
  return (
    <li className="flex min-h-12 items-center gap-3 py-1.5">
      <Avatar id={userId} name={name} size={28} />
      <span className="min-w-0 flex-1 truncate text-14" dir="auto">{name}</span>
      <Button size="sm" aria-label={t("Unmute {name}", { name })} onClick={() => setMuted(false)}>
        {t("Unmute")}
      </Button>
    </li>
  );
}
