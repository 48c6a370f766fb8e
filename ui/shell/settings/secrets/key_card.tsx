import { RotateCcwKey } from "lucide-react";
import { useState } from "react";
import { Button, Dialog, Facts, Section } from "@bulkhead/kit";
import { useMe } from "@bulkhead/ui";
import { type SecretsView, useSecretActions } from "../../data/secrets.ts";

const ORIGIN: Record<SecretsView["key"]["origin"], string> = {
  file: "a file of the data folder",
  environment: "a variable of the environment",
  credential: "a credential of systemd",
};

/** Where the key comes from under which all secrets are sealed, and how it is changed. */
export function KeyCard({ secretKey: { origin, place }, count }: { secretKey: SecretsView["key"]; count: number }) {
  const { role } = useMe();
  const [asking, setAsking] = useState(false);
  const why = origin !== "file"
    ? "It comes from outside: start the server with another one, and with this one in BULKHEAD_SECRETS_KEY_FORMER."
    : role !== "owner"
    ? "Only an owner changes it."
    : undefined;
  return (
    <Section
      title="The key"
      action={!why && (
        <Button size="sm" icon={<RotateCcwKey size={13} aria-hidden />} onClick={() => setAsking(true)}>
          Change the key
        </Button>
      )}
    >
      <p className="max-w-2xl text-13 text-ink-2">
        Secrets are sealed with AES-GCM under one key. Whoever has the key and the database can read them: keep a backup
        of it apart from the backups of the data.
      </p>
      <Facts
        items={[
          { name: "From", value: ORIGIN[origin] },
          { name: "Place", value: <code className="font-mono text-12">{place}</code> },
          ...(why ? [{ name: "To change it", value: why }] : []),
        ]}
      />
      {asking && <RotateDialog count={count} onClose={() => setAsking(false)} />}
    </Section>
  );
}

function RotateDialog({ count, onClose }: { count: number; onClose(): void }) {
  const { rotate } = useSecretActions();
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    const done = await rotate();
    setBusy(false);
    if (done) onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Change the key?"
      description={
        <>
          A new key is made and {count === 1 ? "1 secret" : `${count} secrets`}{" "}
          and all secret settings of plugins are sealed under it. Nothing stops meanwhile. A backup of the old key does
          not open them any more: back up the new one.
        </>
      }
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>Cancel</Button>
          <Button kind="danger" busy={busy} onClick={() => void go()}>Change the key</Button>
        </>
      }
    />
  );
}
