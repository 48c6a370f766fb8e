import { useNavigate, useSearch } from "@tanstack/react-router";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { Button, EmptyState, ErrorState, PageBody, PageHeader, Panes, Section, SkeletonRows } from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import { useSecrets } from "../../data/secrets.ts";
import { Sections } from "../sections.tsx";
import { KeyCard } from "./key_card.tsx";
import { SecretDetail } from "./secret_detail.tsx";
import { SecretRows } from "./secret_rows.tsx";
import { SetDialog } from "./set_dialog.tsx";
import { WantedRows } from "./wanted_rows.tsx";

/** Keys and passwords that plugins and workflows are given: set, replaced, tried and deleted, never shown. */
export function SecretsPage() {
  const isAdmin = useIsAdmin();
  const { secret: chosen } = useSearch({ strict: false }) as { secret?: string };
  const navigate = useNavigate();
  const go = (secret: string | undefined) =>
    void navigate({
      to: "/settings/secrets" as never,
      search: (secret ? { secret } : {}) as never,
      replace: chosen !== undefined && secret !== undefined,
    });
  const { data, isPending, error, refetch } = useSecrets();
  /** Name of the secret that is being set; empty for a new one. */
  const [setting, setSetting] = useState<string>();
  const shown = data?.items.find(({ name }) => name === chosen);
  const existing = data?.items.some(({ name }) => name === setting) ?? false;
  return (
    <Panes
      list={<Sections />}
      detail={shown && (
        <SecretDetail
          key={shown.name}
          secret={shown}
          onClose={() => go(undefined)}
          onReplace={() => setSetting(shown.name)}
        />
      )}
      detailTitle="Secret"
      onCloseDetail={() => go(undefined)}
    >
      <PageHeader
        title="Secrets"
        note={data && <span className="tabular">{data.items.length}</span>}
        onBack={() => void navigate({ to: "/settings" as never })}
        actions={isAdmin && (
          <Button kind="primary" icon={<Plus size={14} aria-hidden />} onClick={() => setSetting("")}>
            Set a secret
          </Button>
        )}
      />
      {!isAdmin && (
        <EmptyState
          icon={<KeyRound size={20} aria-hidden />}
          title="Owners and admins look after secrets"
          description="Ask one of them to set what a plugin or a workflow of yours needs. Nobody, not even an owner, can read a secret back."
        />
      )}
      {isAdmin && isPending && <SkeletonRows count={6} />}
      {isAdmin && error && (
        <ErrorState
          title="The secrets could not be read"
          message={error.message}
          hint={error.hint}
          traceId={error.traceId}
          onRetry={() => void refetch()}
        />
      )}
      {data && (
        <PageBody>
          {data.wanted.length > 0 && (
            <Section title="Not set yet">
              <WantedRows wanted={data.wanted} onSet={setSetting} />
            </Section>
          )}
          {data.items.length === 0
            ? (
              <EmptyState
                icon={<KeyRound size={20} aria-hidden />}
                title="No secret is set"
                description="Keys and passwords for services outside. They are kept encrypted, and handed only to the plugins and workflows that were granted them."
                action={<Button onClick={() => setSetting("")}>Set a secret</Button>}
              />
            )
            : (
              <Section title="Set">
                <SecretRows secrets={data.items} chosen={chosen} onChoose={go} />
              </Section>
            )}
          <KeyCard secretKey={data.key} count={data.items.filter(({ source }) => source === "store").length} />
        </PageBody>
      )}
      {setting !== undefined && (
        <SetDialog
          name={setting}
          replaces={existing}
          onClose={() => setSetting(undefined)}
          onSet={(name) => {
            setSetting(undefined);
            go(name);
          }}
        />
      )}
    </Panes>
  );
}
