import { Button, Dialog } from "@bulkhead/kit";
import { amountsTo, permissionWords } from "../../../state/permission_words.ts";
import type { PluginDetail } from "../../../state/wire.ts";
import type { Grantable } from "../../data/grants.ts";

export interface GrantDialogProps {
  plugin: PluginDetail;
  permission: Grantable;
  onClose(): void;
  onGrant(): void;
}

/** Names what a permission of high risk amounts to before it is given. */
export function GrantDialog({ plugin, permission, onClose, onGrant }: GrantDialogProps) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Grant ${plugin.name} a permission of high risk?`}
      description={
        <>
          <span className="block font-medium text-ink wrap-anywhere">{permissionWords(permission)}</span>
          {amountsTo(permission)} You can revoke it at any time.
        </>
      }
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>Cancel</Button>
          <Button kind="danger" onClick={onGrant}>Grant it</Button>
        </>
      }
    />
  );
}
