import { type FormEvent, useState } from "react";
import { Button, ErrorState, Field, Input, Section, SkeletonRows, Textarea, toast } from "@bulkhead/kit";
import { useRpc, useRpcCache } from "@bulkhead/ui";
import { t } from "../i18n/language.ts";
import { useChat, usePersonal } from "../use_chat.ts";
import { useForm } from "./use_form.ts";
import { AccessChoice } from "./access_choice.tsx";
import { WorkspaceEnd } from "./workspace_end.tsx";

interface Settings {
  approvalsChannel: string;
  publicUrl: string;
  fileScanner: string;
  refusedFiles: string;
  retentionDays: number;
}

/** The workspace's name, and what counts for all of it. */
export function WorkspaceTab() {
  const first = usePersonal((state) => state.workspace?.first ?? true);
  return (
    <>
      <Section title={t("Workspace")}>
        <NameForm />
      </Section>
      {first
        ? (
          <Section title={t("Messages and ways in")}>
            <SettingsForm />
          </Section>
        )
        : <WorkspaceEnd />}
    </>
  );
}

function NameForm() {
  const { rpc } = useChat();
  const workspace = usePersonal((state) => state.workspace);
  const { busy, problem, run } = useForm();
  const [draft, setDraft] = useState<{ name?: string; description?: string; access?: "open" | "closed" }>({});
  if (!workspace) return <SkeletonRows count={2} label={t("Loading")} />;
  const now = { ...workspace, ...draft };
  const save = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      await rpc.call("chat.workspace.update", {
        id: workspace.id,
        name: now.name.trim(),
        description: now.description.trim(),
        ...(now.access === workspace.access ? {} : { access: now.access }),
      });
      setDraft({});
      toast({ tone: "ok", title: t("Workspace saved") });
    });
  };
  const changed = now.name !== workspace.name || now.description !== workspace.description ||
    now.access !== workspace.access;
  return (
    <form onSubmit={save} className="flex max-w-xl flex-col gap-4">
      <Field label={t("Name")} error={problem}>
        {(control) => (
          <Input
            {...control}
            dir="auto"
            maxLength={80}
            value={now.name}
            onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          />
        )}
      </Field>
      <Field label={t("Description")} mark="optional">
        {(control) => (
          <Textarea
            {...control}
            dir="auto"
            maxLength={1_000}
            value={now.description}
            onChange={(event) => setDraft({ ...draft, description: event.target.value })}
          />
        )}
      </Field>
      {workspace.first === false && (
        <AccessChoice
          value={now.access ?? "closed"}
          onChange={(access) => setDraft({ ...draft, access })}
        />
      )}
      <Button type="submit" kind="primary" className="self-start" busy={busy} disabled={!changed || !now.name.trim()}>
        {t("Save")}
      </Button>
    </form>
  );
}

function SettingsForm() {
  const { rpc } = useChat();
  const cache = useRpcCache();
  const { data, error, refetch } = useRpc<{ values: Settings }>("host.plugin.settings.get", { id: "chat" });
  const { busy, problem, run } = useForm();
  const [draft, setDraft] = useState<Partial<Record<keyof Settings, string>>>({});
  if (error) {
    return (
      <ErrorState
        inline
        title={t("The settings could not be read")}
        message={error.message}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data) return <SkeletonRows count={3} label={t("Loading")} />;
  const { values } = data;
  const now = {
    approvalsChannel: draft.approvalsChannel ?? values.approvalsChannel,
    publicUrl: draft.publicUrl ?? values.publicUrl,
    fileScanner: draft.fileScanner ?? values.fileScanner,
    refusedFiles: draft.refusedFiles ?? values.refusedFiles,
    retentionDays: draft.retentionDays ?? String(values.retentionDays),
  };
  const days = Number(now.retentionDays);
  const save = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      await rpc.call("host.plugin.settings.set", {
        id: "chat",
        values: {
          approvalsChannel: now.approvalsChannel.trim(),
          publicUrl: now.publicUrl.trim(),
          fileScanner: now.fileScanner.trim(),
          refusedFiles: now.refusedFiles.trim(),
          retentionDays: days,
        },
      });
      cache.refresh("host.plugin.settings.get");
      setDraft({});
      toast({ tone: "ok", title: t("Settings saved") });
    });
  };
  const field = (
    name: "approvalsChannel" | "publicUrl" | "fileScanner" | "refusedFiles",
    words: { label: string; hint: string; placeholder: string },
  ) => (
    <Field label={words.label} hint={words.hint}>
      {(control) => (
        <Input
          {...control}
          maxLength={300}
          spellCheck={false}
          placeholder={words.placeholder}
          value={now[name]}
          onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <form onSubmit={save} className="flex max-w-xl flex-col gap-4">
      <Field
        label={t("Keep messages for so many days")}
        hint={days > 0
          ? t("Older ones are deleted each night with their files, for good; pinned ones stay.")
          : t("0: for ever.")}
        error={problem}
      >
        {(control) => (
          <Input
            {...control}
            type="number"
            min={0}
            max={36_500}
            step={1}
            required
            className="max-w-32"
            value={now.retentionDays}
            onChange={(event) => setDraft({ ...draft, retentionDays: event.target.value })}
          />
        )}
      </Field>
      {field("approvalsChannel", {
        label: t("Channel for approvals"),
        hint: t("What workflows ask and name no channel for is asked there. Empty: only in the cockpit."),
        placeholder: "#ops",
      })}
      {field("publicUrl", {
        label: t("Address of this server"),
        hint: t("As other servers reach it: they answer slash commands there."),
        placeholder: "https://chat.example.com",
      })}
      {field("fileScanner", {
        label: t("Plugin that looks through files"),
        hint: t("It reads what is attached, in private channels too, and takes bad files away. Empty: none."),
        placeholder: "clamav",
      })}
      {field("refusedFiles", {
        label: t("Files that are not taken"),
        hint: t("Ends of names, with commas between them. Empty: all are taken."),
        placeholder: "exe, msi, bat",
      })}
      <Button
        type="submit"
        kind="primary"
        className="self-start"
        busy={busy}
        disabled={Object.keys(draft).length === 0}
      >
        {t("Save")}
      </Button>
    </form>
  );
}
