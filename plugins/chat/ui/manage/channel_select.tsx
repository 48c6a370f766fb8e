import { Field, Select } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { isDirect } from "../state/channel_list.ts";
import { useChannels } from "../use_chat.ts";

/** One of the channels that this person is in. */
export function ChannelSelect({ value, onChange }: { value: string; onChange(id: string): void }) {
  const { items } = useChannels();
  const channels = items.filter((channel) => channel.joined && !isDirect(channel) && !channel.archivedAt);
  return (
    <Field label={t("Channel")}>
      {(control) => (
        <Select
          {...control}
          label={t("Channel")}
          placeholder={t("Choose a channel")}
          value={value}
          options={channels.map(({ id, name }) => ({ value: id, label: `#${name}` }))}
          onChange={onChange}
        />
      )}
    </Field>
  );
}
