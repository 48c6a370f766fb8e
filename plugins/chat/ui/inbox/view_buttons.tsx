import { Button } from "@bulkhead/kit";
import { useChatRoute } from "../use_workspaces.ts";

export interface View {
  /** Where it is, within chat. */
  path: string;
  label: string;
  chosen: boolean;
}

/** The views of one page, beside its title. */
export function ViewButtons({ views }: { views: readonly View[] }) {
  const { go } = useChatRoute();
  return views.map(({ path, label, chosen }) => (
    <Button
      key={path}
      size="sm"
      kind={chosen ? "secondary" : "ghost"}
      aria-pressed={chosen}
      onClick={() => go(path, { replace: true })}
    >
      {label}
    </Button>
  ));
}
