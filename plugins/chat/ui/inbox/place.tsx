import { ManagePage } from "../manage/manage_page.tsx";
import { ModerationPage } from "../moderation/moderation_page.tsx";
import { PreferencesPage } from "../preferences/preferences_page.tsx";
import { DraftsPage } from "./drafts_page.tsx";
import { MentionsPage } from "./mentions_page.tsx";
import { SavedPage } from "./saved_page.tsx";
import { SearchPage } from "./search_page.tsx";
import { ThreadsPage } from "./threads_page.tsx";

/** Parts of the address that are no channels: no channel's name begins with a dash. */
export const PLACES: ReadonlySet<string> = new Set([
  "-threads",
  "-mentions",
  "-saved",
  "-drafts",
  "-search",
  "-moderation",
  "-preferences",
  "-manage",
]);

export interface PlaceProps {
  place: string;
  /** What stands behind it in the address. */
  rest: string;
  onBack(): void;
}

/** An inbox, or the search. */
export function Place({ place, rest, onBack }: PlaceProps) {
  switch (place) {
    case "-mentions":
      return <MentionsPage onBack={onBack} />;
    case "-saved":
      return <SavedPage view={rest} onBack={onBack} />;
    case "-drafts":
      return <DraftsPage onBack={onBack} />;
    case "-search":
      return <SearchPage query={rest} onBack={onBack} />;
    case "-moderation":
      return <ModerationPage view={rest} onBack={onBack} />;
    case "-preferences":
      return <PreferencesPage tab={rest} onBack={onBack} />;
    case "-manage":
      return <ManagePage tab={rest} onBack={onBack} />;
    default:
      return <ThreadsPage onBack={onBack} />;
  }
}
