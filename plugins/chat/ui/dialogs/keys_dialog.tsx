import { Fragment } from "react";
import { Button, Dialog, Kbd } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { KEY_MAP } from "../state/keys.ts";

/** Every key of chat. */
export function KeysDialog({ onClose }: { onClose(): void }) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("Keyboard shortcuts")}
      footer={<Button kind="primary" onClick={onClose}>{t("Close")}</Button>}
    >
      <div className="flex flex-col gap-4" tabIndex={0} role="region" aria-label={t("Keyboard shortcuts")}>
        {KEY_MAP.map(({ title, keys }) => (
          <section key={title}>
            <h3 className="pb-1 text-12 font-medium text-ink-3">{t(title)}</h3>
            <dl>
              {keys.map((entry) => (
                <div
                  key={entry.does}
                  className="flex min-h-8 items-center justify-between gap-4 border-b border-line py-1 text-13 last:border-0"
                >
                  <dt className="min-w-0">{t(entry.does)}</dt>
                  <dd className="flex shrink-0 items-center gap-1 text-12 text-ink-3">
                    {entry.keys.map((each, index) => (
                      <Fragment key={each}>
                        {index > 0 && "/"}
                        <Kbd keys={each} />
                      </Fragment>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
