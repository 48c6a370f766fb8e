import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Send } from "lucide-react";
import { type FormEvent, useMemo, useState, useSyncExternalStore } from "react";
import {
  Button,
  buttonClass,
  EmptyState,
  Field,
  Input,
  Notice,
  PageBody,
  PageHeader,
  Select,
  SkeletonRows,
} from "@bulkhead/kit";
import { useCockpit, useIsAdmin, useLinkState, useRpc } from "@bulkhead/ui";
import { matchesType } from "../../sdk/page/type_pattern.ts";
import { DataDraft } from "../../state/events/data_draft.ts";
import type { EventInfo, TypeInfo } from "../../state/events/wire.ts";
import { useEventTypes, useFlow } from "../data/events.ts";
import { Crumb } from "../frame/crumb.tsx";
import { DataForm } from "./data_form.tsx";
import { schemaOf } from "./edit_dialog.tsx";
import { namesOf } from "./names.ts";

const AUDIENCES = [
  { value: "role:admin", label: "Owners and admins" },
  { value: "role:member", label: "Members and above" },
  { value: "role:guest", label: "Everybody who is signed in" },
  { value: "plugins", label: "No person: plugins and workflows only" },
];
const TYPE = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){1,7}$/;

/** An event published by hand, with a form made of what its plugin says of it. */
export function PublishPage() {
  const isAdmin = useIsAdmin();
  const { like } = useSearch({ strict: false }) as { like?: number };
  const types = useEventTypes();
  const model = useRpc<EventInfo>("host.event.get", { seq: like ?? 0 }, { enabled: isAdmin && like !== undefined });
  const navigate = useNavigate();
  const waiting = types.isPending || (like !== undefined && model.isPending);
  return (
    <main className="flex h-full flex-col bg-surface">
      <PageHeader
        tab="Publish an event"
        onBack={() => void navigate({ to: "/events" as never })}
        title={
          <>
            <span className="max-md:hidden">
              <Crumb to="/events">Events</Crumb>
            </span>
            Publish
          </>
        }
      />
      {!isAdmin && (
        <EmptyState
          icon={<Send size={20} aria-hidden />}
          title="Owners and admins publish by hand"
          description="Ask one of them. Plugins and workflows publish what they are granted to."
        />
      )}
      {isAdmin && waiting && <SkeletonRows count={6} />}
      {isAdmin && !waiting && <PublishForm types={types.data?.items ?? []} model={model.data} />}
    </main>
  );
}

interface Published {
  id: string;
  seq: number;
  duplicate: boolean;
}

function PublishForm({ types, model }: { types: TypeInfo[]; model: EventInfo | undefined }) {
  const { rpc } = useCockpit();
  const offline = useLinkState() === "offline";
  const search = useSearch({ strict: false }) as { type?: string };
  const [type, setType] = useState(model?.type ?? search.type ?? "");
  const [subject, setSubject] = useState(model?.subject ?? "");
  const [id, setId] = useState("");
  const [audience, setAudience] = useState(
    AUDIENCES.some(({ value }) => value === model?.audience) ? model!.audience : "role:admin",
  );
  const [published, setPublished] = useState<Published>();
  const [tried, setTried] = useState(false);
  const schema = schemaOf(types, type);
  const draft = useMemo(
    () => new DataDraft(schema, model && model.type === type ? model.data : undefined),
    [schema, model, type],
  );
  const { sending } = useSyncExternalStore(draft.state.subscribe, draft.state.get);
  const wrong = TYPE.test(type) ? undefined : "Two to eight words joined by dots, such as shop.order.paid";
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wrong || offline) return;
    setPublished(undefined);
    await draft.send(async (data) => {
      const more = { ...(subject ? { subject } : {}), ...(id ? { id } : {}) };
      setPublished(await rpc.call<Published>("host.event.publish", { type, data, audience, ...more }));
    });
  };
  return (
    <PageBody>
      <form noValidate onSubmit={(event) => void submit(event)} className="flex max-w-xl flex-col gap-5">
        <Field label="Type" error={tried ? wrong : undefined} hint={<Listeners type={type} />}>
          {(control) => (
            <Input
              {...control}
              list="event-types"
              autoFocus={type === ""}
              autoComplete="off"
              spellCheck={false}
              className="font-mono text-13"
              placeholder="shop.order.paid"
              value={type}
              onChange={(event) => setType(event.target.value.trim())}
            />
          )}
        </Field>
        <datalist id="event-types">
          {types.filter((each) => !each.type.includes("*")).map((each) => <option key={each.type} value={each.type} />)}
        </datalist>
        <div className="grid gap-5 md:grid-cols-2">
          <Field label="Subject" mark="optional" hint="Events of one subject keep their order.">
            {(control) => (
              <Input
                {...control}
                spellCheck={false}
                value={subject}
                onChange={(event) => setSubject(event.target.value)}
              />
            )}
          </Field>
          <Field label="Id" mark="optional" hint="A repeat of the same id is stored once.">
            {(control) => (
              <Input
                {...control}
                spellCheck={false}
                value={id}
                onChange={(event) => setId(event.target.value)}
              />
            )}
          </Field>
        </div>
        <Field label="Who may see it">
          {(control) => (
            <Select
              {...control}
              label="Who may see it"
              value={audience}
              options={AUDIENCES}
              onChange={setAudience}
              className="w-full max-w-80"
            />
          )}
        </Field>
        <DataForm key={schema ? type : "any"} draft={draft} failed="It was not published" />
        {published && (
          <Notice
            tone="ok"
            title={published.duplicate
              ? `It was there already, at position ${published.seq}`
              : `Published at position ${published.seq}`}
            action={
              <Link
                to={"/events/log" as never}
                search={{ seq: published.seq } as never}
                className={buttonClass("secondary", "sm")}
              >
                See it
              </Link>
            }
          />
        )}
        <div>
          <Button
            kind="primary"
            type="submit"
            busy={sending}
            disabled={offline}
            icon={<Send size={14} aria-hidden />}
          >
            Publish
          </Button>
        </div>
      </form>
    </PageBody>
  );
}

/** Who would hear of it. */
function Listeners({ type }: { type: string }) {
  const consumers = useFlow().data?.consumers ?? [];
  if (!TYPE.test(type)) return "It is published as this server, not as the plugin.";
  const names = consumers.filter(({ types }) => types.some((pattern) => matchesType(pattern, type)))
    .map(({ name }) => namesOf(name));
  if (names.length === 0) return "Nobody listens to it now.";
  const shown = names.slice(0, 4).join(", ");
  return `Taken by ${shown}${names.length > 4 ? ` and ${names.length - 4} more` : ""}.`;
}
