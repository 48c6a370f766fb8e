import { Plus, Unplug } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import {
  Button,
  EmptyState,
  ErrorState,
  IconButton,
  Menu,
  MenuItem,
  Notice,
  RelativeTime,
  Section,
  SkeletonRows,
  toast,
} from "@bulkhead/kit";
import { rich, RpcFailure } from "@bulkhead/ui";
import type { IdentityInfo, SignInProvider } from "../../state/session.ts";
import { words } from "../data/plugins.ts";
import { useSession } from "../data/session.ts";
import { PROVIDER_ICON } from "../gate/provider_entries.tsx";
import { t } from "../../i18n/texts.ts";

/** The sign-ins at providers that lead to this account. */
export function IdentitySection() {
  const session = useSession();
  const providers = session.state?.providers ?? [];
  // It is told once, however often the page is drawn.
  const [told] = useState(session.state?.failure);
  const [items, setItems] = useState<IdentityInfo[]>();
  const [failure, setFailure] = useState<RpcFailure>();
  const load = useCallback(() => {
    session.identities().then((found) => {
      setItems(found);
      setFailure(undefined);
    }, (error) => setFailure(RpcFailure.wrap(error)));
  }, [session]);
  useEffect(load, [load]);

  const connect = async ({ id, name }: SignInProvider) => {
    try {
      location.assign(await session.provider(id, { connect: true }));
    } catch (error) {
      toast({
        tone: "bad",
        title: t("{name} was not connected", { name }),
        description: words(RpcFailure.wrap(error)),
      });
    }
  };
  const remove = async ({ id, name, label }: IdentityInfo) => {
    try {
      await session.removeIdentity(id);
      toast({ title: t("{label} at {name} signs you in no more", { label, name }) });
    } catch (error) {
      toast({
        tone: "bad",
        title: t("{name} is still connected", { name }),
        description: words(RpcFailure.wrap(error)),
      });
    } finally {
      load();
    }
  };
  const connectable = providers.filter(({ id }) => !items?.some((item) => item.provider === id));
  const connectButton = <Connect providers={connectable} onConnect={(provider) => void connect(provider)} />;
  return (
    <Section title={t("Connected sign-ins")} action={items && items.length > 0 && connectButton}>
      {told && <Notice tone="bad" title={told.message}>{told.hint}</Notice>}
      {failure && (
        <ErrorState
          inline
          title={t("Your connected sign-ins could not be read")}
          message={failure.message}
          onRetry={load}
        />
      )}
      {!items && !failure && <SkeletonRows count={1} />}
      {items?.length === 0 && (
        <EmptyState
          icon={<Unplug size={20} aria-hidden />}
          title={t("Nothing is connected yet")}
          description={t("Connect an account that you have elsewhere, and it signs you in here.")}
          action={connectButton}
        />
      )}
      <ul className="divide-y divide-line">
        {items?.map((item) => (
          <IdentityRow
            key={item.id}
            item={item}
            kind={providers.find(({ id }) => id === item.provider)?.kind}
            onRemove={() => void remove(item)}
          />
        ))}
      </ul>
    </Section>
  );
}

interface IdentityRowProps {
  item: IdentityInfo;
  kind?: SignInProvider["kind"];
  onRemove(): void;
}

function IdentityRow({ item, kind, onRemove }: IdentityRowProps) {
  const Icon = kind ? PROVIDER_ICON[kind] : Unplug;
  return (
    <li className="flex items-center gap-3 py-2.5">
      <Icon size={16} className="shrink-0 text-ink-3" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="truncate text-14 font-medium" dir="auto">{item.label}</p>
        <p className="truncate text-12 text-ink-3">
          {item.name} · {kind
            ? rich(t("used {time}"), { time: <RelativeTime at={item.lastUsedAt} /> })
            : t("not offered here any more")}
        </p>
      </div>
      <IconButton
        label={t("Disconnect {label} at {name}", { label: item.label, name: item.name })}
        icon={<Unplug size={16} aria-hidden />}
        onClick={onRemove}
      />
    </li>
  );
}

function Connect({ providers, onConnect }: { providers: SignInProvider[]; onConnect(provider: SignInProvider): void }) {
  const [only] = providers;
  if (!only) return null;
  const plus = <Plus size={14} aria-hidden />;
  if (providers.length === 1) {
    return <Button icon={plus} onClick={() => onConnect(only)}>{t("Connect {name}", { name: only.name })}</Button>;
  }
  return (
    <Menu trigger={<Button icon={plus}>{t("Connect a sign-in")}</Button>}>
      {providers.map((provider) => (
        <MenuItem key={provider.id} onSelect={() => onConnect(provider)}>{provider.name}</MenuItem>
      ))}
    </Menu>
  );
}
