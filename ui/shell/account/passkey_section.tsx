import { Cloud, Fingerprint, Plus, Smartphone, Trash2 } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import {
  Button,
  EmptyState,
  ErrorState,
  IconButton,
  Notice,
  RelativeTime,
  Section,
  SkeletonRows,
  toast,
} from "@bulkhead/kit";
import { rich, RpcFailure } from "@bulkhead/ui";
import { deviceName, passkeyFailure, passkeyHindrance } from "../../state/passkeys.ts";
import type { PasskeyInfo } from "../../state/session.ts";
import { words } from "../data/plugins.ts";
import { useSession } from "../data/session.ts";
import { t } from "../../i18n/texts.ts";

/** Passkeys of the person who looks. */
export function PasskeySection() {
  const session = useSession();
  const [items, setItems] = useState<PasskeyInfo[]>();
  const [failure, setFailure] = useState<RpcFailure>();
  const [busy, setBusy] = useState(false);
  const hindrance = passkeyHindrance(location, "PublicKeyCredential" in globalThis);
  const load = useCallback(() => {
    session.passkeys().then((found) => {
      setItems(found);
      setFailure(undefined);
    }, (error) => setFailure(RpcFailure.wrap(error)));
  }, [session]);
  useEffect(load, [load]);

  const add = async () => {
    setBusy(true);
    try {
      await session.addPasskey(deviceName(navigator.userAgent));
      toast({ title: t("The passkey is kept"), description: t("From now on it signs you in, without your password.") });
    } catch (error) {
      const told = passkeyFailure(error);
      if (told) toast({ tone: "bad", title: t("No passkey was added"), description: words(told) });
    } finally {
      setBusy(false);
      load();
    }
  };
  const remove = async ({ id, name }: PasskeyInfo) => {
    try {
      await session.removePasskey(id);
      toast({
        title: t("“{name}” signs nobody in any more", { name }),
        description: t("You may delete it on your device as well."),
      });
    } catch (error) {
      toast({ tone: "bad", title: t("The passkey could not be removed"), description: words(RpcFailure.wrap(error)) });
    } finally {
      load();
    }
  };
  const addButton = (
    <Button icon={<Plus size={14} aria-hidden />} busy={busy} onClick={() => void add()}>{t("Add a passkey")}</Button>
  );
  return (
    <Section title={t("Passkeys")} action={!hindrance && items && items.length > 0 && addButton}>
      {hindrance && (
        <Notice
          title={hindrance.text}
          action={hindrance.link && (
            <a href={hindrance.link} className="rounded-sm text-13 font-medium underline underline-offset-2">
              {t("Open it as localhost")}
            </a>
          )}
        />
      )}
      {failure && (
        <ErrorState
          inline
          title={t("Your passkeys could not be read")}
          message={failure.message}
          onRetry={load}
        />
      )}
      {!items && !failure && <SkeletonRows count={2} />}
      {items?.length === 0 && !hindrance && (
        <EmptyState
          icon={<Fingerprint size={20} aria-hidden />}
          title={t("No passkey yet")}
          description={t(
            "A passkey signs you in with a finger, a face or a PIN of your device. Nobody can guess it or trick you out of it.",
          )}
          action={addButton}
        />
      )}
      <ul className="divide-y divide-line">
        {items?.map((passkey) => (
          <li key={passkey.id} className="flex items-center gap-3 py-2.5">
            {passkey.synced
              ? <Cloud size={16} className="shrink-0 text-ink-3" aria-label={t("Kept by a password manager")} />
              : <Smartphone size={16} className="shrink-0 text-ink-3" aria-label={t("On one device")} />}
            <div className="min-w-0 flex-1">
              <p className="truncate text-14 font-medium" dir="auto">{passkey.name}</p>
              <p className="truncate text-12 text-ink-3">
                {passkey.site} · {rich(t("added {time}"), { time: <RelativeTime at={passkey.createdAt} /> })} ·{" "}
                {passkey.lastUsedAt
                  ? rich(t("used {time}"), { time: <RelativeTime at={passkey.lastUsedAt} /> })
                  : t("never used")}
              </p>
            </div>
            <IconButton
              label={t("Remove the passkey {name}", { name: passkey.name })}
              icon={<Trash2 size={16} aria-hidden />}
              onClick={() => void remove(passkey)}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}
