import { useState } from "react";
import { Button, Dialog } from "@bulkhead/kit";
import { type SecretInfo, useSecretActions } from "../../data/secrets.ts";

export interface DeleteDialogProps {
  secret: SecretInfo;
  onClose(): void;
  onDeleted(): void;
}

/** Names who will be without it. */
export function DeleteDialog({ secret: { name, users }, onClose, onDeleted }: DeleteDialogProps) {
  const { remove } = useSecretActions();
  const [busy, setBusy] = useState(false);
  const losing = users.filter(({ granted }) => granted);
  const go = async () => {
    setBusy(true);
    const done = await remove(name);
    setBusy(false);
    onClose();
    if (done) onDeleted();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete ${name}?`}
      description={losing.length === 0
        ? "Nobody uses it now. Its value cannot be brought back."
        : "Its value cannot be brought back, and these are without it at once:"}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>Cancel</Button>
          <Button kind="danger" busy={busy} onClick={() => void go()}>Delete</Button>
        </>
      }
    >
      {losing.length > 0 && (
        <ul className="list-disc ps-5 text-13">
          {losing.map((user) => (
            <li key={`${user.kind} ${user.id}`} className="wrap-anywhere">
              {user.name} <span className="text-ink-3">({user.kind})</span>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
