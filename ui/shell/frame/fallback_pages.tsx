import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { Button, EmptyState, ErrorState } from "@bulkhead/kit";
import { t } from "../../i18n/texts.ts";

export function NotFoundPage() {
  return (
    <main className="flex h-full items-center justify-center bg-surface">
      <EmptyState
        page
        icon={<Compass size={20} aria-hidden />}
        title={t("There is nothing at this address")}
        description={t("The link may be old, or what it led to was removed.")}
        action={
          <Link to={"/" as never} className="text-13 font-medium text-accent-ink hover:underline">{t("Go home")}</Link>
        }
      />
    </main>
  );
}

/** A page whose code failed or could not be fetched. */
export function CrashPage({ error, reset }: { error: unknown; reset?: () => void }) {
  const message = error instanceof Error ? error.message : String(error);
  const stale = /dynamically imported module|module script/i.test(message);
  return (
    <main className="flex h-full items-center justify-center bg-surface">
      {stale
        ? (
          <ErrorState
            page
            title={t("This page has a newer version")}
            message={t("The server was updated while this page was open.")}
            action={<Button size="sm" kind="primary" onClick={() => location.reload()}>{t("Load it anew")}</Button>}
          />
        )
        : (
          <ErrorState
            page
            title={t("This page failed")}
            message={message}
            hint={t("The rest of the cockpit goes on. Retry, or load the page anew.")}
            onRetry={reset ?? (() => location.reload())}
          />
        )}
    </main>
  );
}
