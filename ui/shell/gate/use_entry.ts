import { type FormEvent, useState } from "react";
import { RpcFailure } from "../../sdk/failure.ts";

/** Runs one way in: busy until the cockpit is there, the failure when it did not work. */
export function useEntry(enter: () => Promise<unknown>, onIn: () => Promise<void>) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<RpcFailure>();
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await enter();
      await onIn();
    } catch (error) {
      setFailure(RpcFailure.wrap(error));
      setBusy(false);
    }
  };
  return { busy, failure, submit };
}
