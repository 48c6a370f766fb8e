import { CloudDownload, CloudUpload, Download, ShieldCheck, Trash2 } from "lucide-react";
import { useState } from "react";
import {
  Button,
  bytes,
  CodeBlock,
  Dialog,
  Facts,
  Field,
  Notice,
  PaneHeader,
  PasswordField,
  RelativeTime,
  Section,
} from "@bulkhead/kit";
import { useMe } from "@bulkhead/ui";
import { wherePlaced } from "./backup_rows.tsx";
import { type BackupCheck, type BackupInfo, useBackupActions } from "../../data/backups.ts";

export interface BackupDetailProps {
  backup: BackupInfo;
  folder: string;
  /** There is a store beside the folder. */
  withStore: boolean;
  /** One at a time is made or looked through. */
  busy: boolean;
  onClose(): void;
}

/** One backup: what it is, whether it is sound, and how it is restored. */
export function BackupDetail({ backup, folder, withStore, busy, onClose }: BackupDetailProps) {
  const { name, createdAt, sizeBytes, encrypted, key, host, problem, places } = backup;
  const { role } = useMe();
  const { verify, remove, download, upload, fetch } = useBackupActions();
  const [passphrase, setPassphrase] = useState("");
  const [check, setCheck] = useState<BackupCheck>();
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <PaneHeader title="Backup" onClose={onClose} />
      <div className="flex flex-col gap-6 overflow-y-auto p-4">
        <p className="font-mono text-13 font-medium wrap-anywhere">{name}</p>
        {problem && <Notice tone="bad" title="It cannot be read">{problem}</Notice>}
        <Facts
          items={[
            { name: "Made", value: <RelativeTime at={createdAt} /> },
            { name: "Size", value: bytes(sizeBytes) },
            ...(withStore ? [{ name: "Where", value: wherePlaced(places) }] : []),
            { name: "Version", value: host ?? "unknown" },
            { name: "Encrypted", value: encrypted ? "yes" : "no" },
            { name: "Key of the secrets", value: key === undefined ? "unknown" : key ? "in it" : "not in it" },
          ]}
        />
        <Section title="Is it sound?">
          <div className="flex flex-col items-start gap-3">
            {encrypted && (
              <Field label="Passphrase" mark="optional" hint="Empty takes the configured one.">
                {(control) => (
                  <PasswordField
                    {...control}
                    autoComplete="off"
                    value={passphrase}
                    onChange={(event) => setPassphrase(event.target.value)}
                  />
                )}
              </Field>
            )}
            <Button
              icon={<ShieldCheck size={14} aria-hidden />}
              disabled={busy}
              onClick={() => void verify(name, passphrase).then(setCheck)}
            >
              Read all of it
            </Button>
            {check?.ok && (
              <Notice tone="ok" title="Every byte is as it was written">
                {check.parts} files, {bytes(check.contentBytes ?? 0)}.
              </Notice>
            )}
            {check && !check.ok && (
              <Notice tone="bad" title="It is damaged">
                <ul className="list-disc ps-4">
                  {check.damaged.map(({ path, problem: what }) => (
                    <li key={`${path} ${what}`} className="wrap-anywhere">{path ? `${path}: ${what}` : what}</li>
                  ))}
                </ul>
              </Notice>
            )}
          </div>
        </Section>
        <Section title="Restore">
          <p className="mb-2 text-13 text-ink-2">
            At the command line, into a new or empty folder, on this machine or another one. This server goes on as it
            is.
          </p>
          <CodeBlock
            wrap
            label="How to restore"
            code={`bulkhead backup restore ${
              places.includes("folder") ? `${folder}/` : "s3:"
            }${name} --to <new folder>`}
          />
        </Section>
        <div className="flex flex-wrap gap-2">
          {withStore && !places.includes("s3") && (
            <Button
              icon={<CloudUpload size={14} aria-hidden />}
              disabled={busy}
              onClick={() => void upload(name)}
            >
              Send to the store
            </Button>
          )}
          {!places.includes("folder") && (
            <Button
              icon={<CloudDownload size={14} aria-hidden />}
              disabled={busy}
              onClick={() => void fetch(name)}
            >
              Fetch into the folder
            </Button>
          )}
          {role === "owner" && places.includes("folder") && (
            <Button
              icon={<Download size={14} aria-hidden />}
              onClick={() => void download(name)}
            >
              Download
            </Button>
          )}
          <Button
            kind="danger"
            icon={<Trash2 size={14} aria-hidden />}
            disabled={busy}
            onClick={() => setDeleting(true)}
          >
            Delete
          </Button>
        </div>
      </div>
      {deleting && (
        <Dialog
          open
          onClose={() => setDeleting(false)}
          title="Delete this backup?"
          description={`${name}, ${bytes(sizeBytes)}${
            places.length === 2 ? ", in the folder and in the store" : ""
          }. It cannot be brought back.`}
          footer={
            <>
              <Button kind="ghost" onClick={() => setDeleting(false)}>Cancel</Button>
              <Button
                kind="danger"
                onClick={() => {
                  setDeleting(false);
                  void remove(name).then((done) => done && onClose());
                }}
              >
                Delete
              </Button>
            </>
          }
        />
      )}
    </>
  );
}
