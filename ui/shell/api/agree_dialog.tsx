import { Button, CodeBlock, Dialog } from "@bulkhead/kit";
import type { ApiMethod } from "../../state/api/document.ts";

export interface AgreeDialogProps {
  method: ApiMethod;
  params: Record<string, unknown>;
  onAnswer(agreed: boolean): void;
}

/** Names what is about to be done before a method that takes something away, or of high risk, is called. */
export function AgreeDialog({ method, params, onAnswer }: AgreeDialogProps) {
  return (
    <Dialog
      open
      onClose={() => onAnswer(false)}
      title={`Call ${method.name}?`}
      description={`${method.summary}. It is done for real, with your rights.`}
      footer={
        <>
          <Button kind="ghost" onClick={() => onAnswer(false)}>Cancel</Button>
          <Button kind="danger" onClick={() => onAnswer(true)}>Call it</Button>
        </>
      }
    >
      <CodeBlock code={JSON.stringify(params, null, 2)} wrap label="Params" maxHeight={240} />
    </Dialog>
  );
}
