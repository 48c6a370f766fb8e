import { CircleCheck, GitBranch, RefreshCw, TriangleAlert } from "lucide-react";
import { type FormEvent, useState } from "react";
import {
  Button,
  Card,
  CopyButton,
  EmptyState,
  ErrorState,
  Field,
  IconButton,
  PageBody,
  PageHeader,
  PasswordField,
  RelativeTime,
  Section,
  SkeletonRows,
  Table,
  toast,
} from "@bulkhead/kit";
import { RpcFailure, useCall, useIsAdmin, useRpc } from "@bulkhead/ui";

interface Webhook {
  path: string;
  contentType: string;
  secret: string;
  configured: boolean;
}

interface Delivery {
  id: string;
  type: string;
  subject?: string;
  receivedAt: string;
  redeliveries: number;
}

/** GitHub: how to connect a repository, and what came from there. */
export default function GitHubPage() {
  const isAdmin = useIsAdmin();
  return (
    <main className="flex h-full flex-col bg-surface">
      <PageHeader icon={<GitBranch size={16} aria-hidden />} title="GitHub" />
      {isAdmin
        ? (
          <PageBody>
            <Connection />
            <Deliveries />
          </PageBody>
        )
        : (
          <EmptyState
            title="Owners and admins connect repositories"
            description="What happens on GitHub reaches you through workflows, for instance as messages in a channel."
          />
        )}
    </main>
  );
}

function Connection() {
  const { data, error, refetch, isPending } = useRpc<Webhook>("github.webhook.get");
  if (isPending) return <SkeletonRows count={4} />;
  if (error) return <Failed what="The webhook" failure={error} onRetry={() => void refetch()} />;
  const url = `${location.origin}${data.path}`;
  return (
    <Section title="Connect a repository">
      <Card className="flex flex-col gap-4 p-4">
        <p className="flex items-center gap-2 text-13">
          {data.configured
            ? (
              <>
                <CircleCheck size={16} className="shrink-0 text-ok-ink" aria-hidden />
                The secret is set: deliveries that are signed with it are taken in.
              </>
            )
            : (
              <>
                <TriangleAlert size={16} className="shrink-0 text-warn-ink" aria-hidden />
                No secret is set, so every delivery is turned away. Set one here and on GitHub.
              </>
            )}
        </p>
        <SecretForm secret={data.secret} configured={data.configured} onSaved={() => void refetch()} />
        <div className="text-13">
          <p className="text-ink-2">
            On GitHub, open the repository's settings, then Webhooks, Add webhook, and enter:
          </p>
          <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-1">
            <dt className="text-ink-3">Payload URL</dt>
            <dd className="flex min-w-0 items-center gap-1">
              <code className="truncate font-mono text-12">{url}</code>
              <CopyButton text={url} label="Copy the URL" />
            </dd>
            <dt className="text-ink-3">Content type</dt>
            <dd className="font-mono text-12">{data.contentType}</dd>
            <dt className="text-ink-3">Secret</dt>
            <dd>the one that you set above</dd>
          </dl>
        </div>
      </Card>
    </Section>
  );
}

/** A plugin gets its secrets when it starts, so it is restarted with the new one. */
function SecretForm({ secret, configured, onSaved }: { secret: string; configured: boolean; onSaved(): void }) {
  const [value, setValue] = useState("");
  const save = useCall<{ name: string; value: string }, unknown>("host.secret.set");
  const restart = useCall<{ id: string }, unknown>("host.plugin.restart");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await save.mutateAsync({ name: secret, value });
      await restart.mutateAsync({ id: "github" });
      setValue("");
      toast({ tone: "ok", title: "The secret is set" });
      onSaved();
    } catch (error) {
      const failure = RpcFailure.wrap(error);
      toast({ tone: "bad", title: "The secret was not set", description: failure.hint ?? failure.message });
    }
  };
  return (
    <form onSubmit={submit} className="flex items-end gap-2">
      <div className="max-w-sm min-w-0 flex-1">
        <Field label={configured ? "Replace the secret" : "Secret"}>
          {(control) => (
            <PasswordField
              {...control}
              autoComplete="off"
              required
              value={value}
              onChange={(event) => setValue(event.target.value)}
            />
          )}
        </Field>
      </div>
      <Button
        type="submit"
        kind={configured ? "secondary" : "primary"}
        busy={save.isPending || restart.isPending}
        disabled={!value}
      >
        {configured ? "Replace" : "Set secret"}
      </Button>
    </form>
  );
}

function Deliveries() {
  const { data, error, refetch, isPending, isFetching } = useRpc<{ items: Delivery[] }>("github.delivery.list", {
    limit: 50,
  });
  return (
    <Section
      title="Deliveries"
      action={
        <IconButton
          size="sm"
          label="Read them anew"
          icon={<RefreshCw size={14} aria-hidden className={isFetching ? "animate-spin" : undefined} />}
          onClick={() => void refetch()}
        />
      }
    >
      {isPending && <SkeletonRows count={4} />}
      {error && <Failed what="The deliveries" failure={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && (
        <Card>
          <EmptyState
            title="Nothing has come from GitHub yet"
            description="GitHub sends a ping as soon as the webhook is added. It shows up here, and so does every delivery after it."
          />
        </Card>
      )}
      {data && data.items.length > 0 && (
        <Table
          label="Deliveries"
          rows={data.items}
          rowKey={(delivery) => delivery.id}
          columns={[
            {
              key: "type",
              title: "Event",
              render: (delivery) => <code className="font-mono text-12">{delivery.type}</code>,
            },
            {
              key: "subject",
              title: "About",
              wide: true,
              className: "text-ink-2",
              render: (delivery) => delivery.subject ?? "",
            },
            {
              key: "again",
              title: "",
              wide: true,
              className: "text-12 text-ink-3",
              render: (delivery) =>
                delivery.redeliveries > 0 ? `came ${delivery.redeliveries + 1} times, taken once` : "",
            },
            {
              key: "time",
              title: "Received",
              align: "right",
              className: "text-ink-3",
              render: (delivery) => <RelativeTime at={delivery.receivedAt} />,
            },
          ]}
        />
      )}
    </Section>
  );
}

function Failed({ what, failure, onRetry }: { what: string; failure: RpcFailure; onRetry(): void }) {
  return (
    <ErrorState
      inline
      title={`${what} could not be read`}
      message={failure.message}
      hint={failure.hint}
      traceId={failure.traceId}
      onRetry={onRetry}
    />
  );
}
