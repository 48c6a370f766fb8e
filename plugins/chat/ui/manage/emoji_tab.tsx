import { SmilePlus, Tag, Trash2 } from "lucide-react";
import { type FormEvent, useEffect, useState } from "react";
import { Button, EmptyState, Field, IconButton, Input, SearchField, Section } from "@bulkhead/kit";
import { useCockpit } from "@bulkhead/ui";
import { plural, t } from "../i18n/language.ts";
import { EmojiView } from "../message/emoji_view.tsx";
import type { CustomEmoji } from "../state/wire.ts";
import { useChat, usePersonal } from "../use_chat.ts";
import { useModerates } from "../use_moderates.ts";
import { AliasDialog } from "./alias_dialog.tsx";
import { emojiName } from "./emoji_name.ts";
import { ConfirmDialog } from "./confirm_dialog.tsx";
import { FileChoice } from "./file_choice.tsx";
import { useForm } from "./use_form.ts";

/** The workspace's own emoji: pictures with a name, and further names for them. */
export function EmojiTab() {
  const { rpc } = useChat();
  const all = usePersonal((state) => state.emoji);
  const [query, setQuery] = useState("");
  const [naming, setNaming] = useState<CustomEmoji>();
  const [removing, setRemoving] = useState<CustomEmoji>();
  const shown = all.filter((emoji) => emoji.name.includes(query.trim().toLowerCase()))
    .sort((left, right) => left.name.localeCompare(right.name));
  return (
    <>
      <Section title={t("New emoji")}>
        <NewEmoji />
      </Section>
      <Section title={plural("{count} emoji of your own", all.length)}>
        {all.length === 0 && (
          <EmptyState
            icon={<SmilePlus size={20} aria-hidden />}
            title={t("No emoji of your own yet")}
            description={t("A small square picture becomes one: everybody here can write it by its name.")}
          />
        )}
        {all.length > 8 && (
          <SearchField
            className="max-w-xs"
            aria-label={t("Search emoji")}
            placeholder={t("Search")}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        )}
        <ul className="grid gap-x-6 md:grid-cols-2">
          {shown.map((emoji) => (
            <Row
              key={emoji.name}
              emoji={emoji}
              onName={() => setNaming(emoji)}
              onRemove={() => setRemoving(emoji)}
            />
          ))}
        </ul>
      </Section>
      {naming && <AliasDialog emoji={naming.name} onClose={() => setNaming(undefined)} />}
      {removing && (
        <ConfirmDialog
          title={t("Remove :{name}:", { name: removing.name })}
          words={t("Messages and reactions with it show its name instead.")}
          verb={t("Remove")}
          onClose={() => setRemoving(undefined)}
          onConfirm={() => rpc.call("chat.emoji.remove", { name: removing.name })}
        />
      )}
    </>
  );
}

function Row({ emoji, onName, onRemove }: { emoji: CustomEmoji; onName(): void; onRemove(): void }) {
  const { me } = useChat();
  const isAdmin = useModerates();
  return (
    <li className="flex min-h-12 items-center gap-3 border-b border-line py-1.5">
      <span className="flex w-8 justify-center text-20">
        <EmojiView emoji={`:${emoji.name}:`} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="truncate font-mono text-13">:{emoji.name}:</p>
        {emoji.aliasOf && (
          <p className="truncate text-12 text-ink-3">{t("another name of :{name}:", { name: emoji.aliasOf })}</p>
        )}
      </div>
      {!emoji.aliasOf && (
        <IconButton
          size="sm"
          label={t("Give :{name}: another name", { name: emoji.name })}
          icon={<Tag size={15} aria-hidden />}
          onClick={onName}
        />
      )}
      {(isAdmin || emoji.createdBy === me.id) && (
        <IconButton
          size="sm"
          label={t("Remove :{name}:", { name: emoji.name })}
          icon={<Trash2 size={15} aria-hidden />}
          onClick={onRemove}
        />
      )}
    </li>
  );
}

function NewEmoji() {
  const { rpc } = useChat();
  const { files } = useCockpit();
  const { busy, problem, run } = useForm();
  const [file, setFile] = useState<File>();
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!file) return;
    void run(async () => {
      const { id } = await files.upload("chat", file);
      await rpc.call("chat.emoji.add", { name, file: id });
      setFile(undefined);
      setName("");
    });
  };
  return (
    <form onSubmit={submit} className="flex items-start gap-3 max-md:flex-col max-md:items-stretch">
      <div className="flex items-center gap-3 md:pt-[25px]">
        <FileChoice
          label={t("Picture of the emoji")}
          accept="image/png,image/gif,image/jpeg,image/webp"
          onFile={(chosen) => {
            setFile(chosen);
            if (!name) setName(emojiName(chosen.name.replace(/\.\w+$/, "")));
          }}
        >
          {t("Choose a picture")}
        </FileChoice>
        {file && <Preview file={file} />}
      </div>
      <div className="min-w-40 flex-1">
        <Field
          label={t("Name")}
          hint={t("Small letters, digits, _, + and -. A square picture of at most 256 kB.")}
          error={problem}
        >
          {(control) => (
            <Input
              {...control}
              maxLength={63}
              autoComplete="off"
              spellCheck={false}
              placeholder="party_parrot"
              value={name}
              onChange={(event) => setName(emojiName(event.target.value))}
            />
          )}
        </Field>
      </div>
      <Button type="submit" kind="primary" className="self-start md:mt-[25px]" busy={busy} disabled={!file || !name}>
        {t("Add")}
      </Button>
    </form>
  );
}

function Preview({ file }: { file: File }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return <img src={url} alt={file.name} className="size-8 rounded-control object-contain" />;
}
