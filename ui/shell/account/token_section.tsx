import { KeyRound, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import {
  Badge,
  Button,
  EmptyState,
  ErrorState,
  IconButton,
  RelativeTime,
  Section,
  SkeletonRows,
  toast,
} from "@bulkhead/kit";
import { rich, RpcFailure, useCall } from "@bulkhead/ui";
import { useFresh } from "../data/fresh.ts";
import { words } from "../data/plugins.ts";
import { TokenDialog } from "./token_dialog.tsx";
import { roleWord } from "../../i18n/roles.ts";
import { t } from "../../i18n/texts.ts";

interface TokenInfo {
  id: string;
  name: string;
  role: string;
  scope?: string[];
  createdAt: string;
  expiresAt?: string;
  lastUsedAt?: string;
}

/** API tokens that act as the person who looks. */
export function TokenSection() {
  const { data, isPending, error, refetch } = useFresh<{ items: TokenInfo[] }>("host.token.list", {});
  const revoke = useCall<{ id: string }, unknown>("host.token.revoke");
  const [making, setMaking] = useState(false);
  const end = async (one: TokenInfo) => {
    try {
      await revoke.mutateAsync({ id: one.id });
      toast({ title: t("“{name}” is good for nothing any more", { name: one.name }) });
    } catch (error) {
      toast({ tone: "bad", title: t("The token could not be revoked"), description: words(RpcFailure.wrap(error)) });
    } finally {
      void refetch();
    }
  };
  const make = <Button icon={<Plus size={14} aria-hidden />} onClick={() => setMaking(true)}>{t("New token")}</Button>;
  const items = data?.items ?? [];
  return (
    <Section title={t("API tokens")} action={items.length > 0 && make}>
      {isPending && <SkeletonRows count={2} />}
      {error && (
        <ErrorState
          inline
          title={t("Your tokens could not be read")}
          message={error.message}
          onRetry={() => void refetch()}
        />
      )}
      {data && items.length === 0 && (
        <EmptyState
          icon={<KeyRound size={20} aria-hidden />}
          title={t("No token yet")}
          description={t(
            "With a token a program or an agent calls this server as you, with no more rights than you give it.",
          )}
          action={make}
        />
      )}
      <ul className="divide-y divide-line">
        {items.map((one) => (
          <li key={one.id} className="flex items-center gap-3 py-2.5">
            <KeyRound size={16} className="shrink-0 text-ink-3" aria-hidden />
            <div className="min-w-0 flex-1">
              <p className="truncate text-14 font-medium" dir="auto">{one.name}</p>
              <p className="truncate text-12 text-ink-3">
                {rich(t("made {time}"), { time: <RelativeTime at={one.createdAt} /> })} · {one.lastUsedAt
                  ? rich(t("used {time}"), { time: <RelativeTime at={one.lastUsedAt} /> })
                  : t("never used")} · {one.expiresAt
                  ? rich(t("ends {time}"), { time: <RelativeTime at={one.expiresAt} /> })
                  : t("does not end")}
              </p>
              {one.scope && (
                <p className="truncate font-mono text-12 text-ink-2" title={one.scope.join(", ")}>
                  {one.scope.join(", ")}
                </p>
              )}
            </div>
            <Badge>{roleWord(one.role)}</Badge>
            <IconButton
              label={t("Revoke the token {name}", { name: one.name })}
              icon={<Trash2 size={16} aria-hidden />}
              onClick={() =>
                void end(one)}
            />
          </li>
        ))}
      </ul>
      {making && (
        <TokenDialog
          onClose={() => {
            setMaking(false);
            void refetch();
          }}
        />
      )}
    </Section>
  );
}
