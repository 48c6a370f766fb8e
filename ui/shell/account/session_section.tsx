import { LogOut, Monitor } from "lucide-react";
import { Badge, ErrorState, IconButton, RelativeTime, Section, SkeletonRows, toast } from "@bulkhead/kit";
import { rich, RpcFailure, useCall } from "@bulkhead/ui";
import { deviceName } from "../../state/passkeys.ts";
import { useFresh } from "../data/fresh.ts";
import { words } from "../data/plugins.ts";
import { useSession } from "../data/session.ts";
import { t } from "../../i18n/texts.ts";

interface SessionInfo {
  id: string;
  createdAt: string;
  lastSeenAt: string;
  address: string;
  agent: string;
}

/** Browsers in which the person is signed in. */
export function SessionSection() {
  const { data, isPending, error, refetch } = useFresh<{ items: SessionInfo[] }>("host.session.list", {});
  const revoke = useCall<{ id: string }, unknown>("host.session.revoke");
  const session = useSession();
  const mine = session.state?.sessionId;
  const end = async (one: SessionInfo) => {
    try {
      if (one.id === mine) return location.assign(await session.logout());
      await revoke.mutateAsync({ id: one.id });
      toast({ title: t("{device} is signed out", { device: deviceName(one.agent) }) });
    } catch (error) {
      toast({ tone: "bad", title: t("It could not be signed out"), description: words(RpcFailure.wrap(error)) });
    } finally {
      void refetch();
    }
  };
  return (
    <Section title={t("Where you are signed in")}>
      {isPending && <SkeletonRows count={2} />}
      {error && (
        <ErrorState
          inline
          title={t("Your sessions could not be read")}
          message={error.message}
          onRetry={() => void refetch()}
        />
      )}
      {data?.items.length === 0 && (
        <p className="text-13 text-ink-3">
          {t("In no browser: something else says who you are.")}
        </p>
      )}
      <ul className="divide-y divide-line">
        {data?.items.map((one) => (
          <li key={one.id} className="flex items-center gap-3 py-2.5">
            <Monitor size={16} className="shrink-0 text-ink-3" aria-hidden />
            <div className="min-w-0 flex-1">
              <p className="flex items-center gap-2">
                <span className="truncate text-14 font-medium" title={one.agent}>{deviceName(one.agent)}</span>
                {one.id === mine && <Badge tone="accent">{t("This browser")}</Badge>}
              </p>
              <p className="truncate text-12 text-ink-3">
                {one.address} · {rich(t("signed in {time}"), { time: <RelativeTime at={one.createdAt} /> })} ·{" "}
                {rich(t("seen {time}"), { time: <RelativeTime at={one.lastSeenAt} /> })}
              </p>
            </div>
            <IconButton
              label={one.id === mine ? t("Sign out here") : t("Sign out {device}", { device: deviceName(one.agent) })}
              icon={<LogOut size={16} aria-hidden />}
              onClick={() => void end(one)}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}
