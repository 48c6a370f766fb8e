import { Copy, Ellipsis, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import {
  Button,
  type ButtonKind,
  Checkbox,
  Dialog,
  Disclosure,
  Field,
  IconButton,
  Input,
  Menu,
  MenuChoice,
  MenuItem,
  MenuSeparator,
  PaneHeader,
  PasswordField,
  Popover,
  RadioGroup,
  SearchField,
  Select,
  Sheet,
  Switch,
  Textarea,
  toast,
  Tooltip,
} from "@bulkhead/kit";
import { Sample } from "./sample.tsx";

const KINDS: ButtonKind[] = ["primary", "secondary", "ghost", "danger"];

export function ControlSamples() {
  return (
    <>
      {KINDS.map((kind) => (
        <Sample key={kind} title={`Button, ${kind}`}>
          <Button kind={kind} size="sm">Small</Button>
          <Button kind={kind}>Normal</Button>
          <Button kind={kind} size="lg">Large</Button>
          <Button kind={kind} icon={<Plus size={14} aria-hidden />}>With icon</Button>
          <Button kind={kind} busy>At work</Button>
          <Button kind={kind} disabled>Not now</Button>
        </Sample>
      ))}
      <Sample title="Icon button and tooltip">
        <IconButton size="sm" label="Edit" shortcut="E" icon={<Pencil size={14} aria-hidden />} />
        <IconButton label="Edit" icon={<Pencil size={16} aria-hidden />} />
        <IconButton size="lg" label="Edit" icon={<Pencil size={20} aria-hidden />} />
        <IconButton kind="secondary" label="Copy" icon={<Copy size={16} aria-hidden />} />
        <IconButton disabled label="Edit" icon={<Pencil size={16} aria-hidden />} />
        <Tooltip label="Says what it is" shortcut="Mod+K">
          <Button kind="ghost">Hover me</Button>
        </Tooltip>
      </Sample>
      <Fields />
      <Choices />
      <Overlays />
    </>
  );
}

function Fields() {
  return (
    <Sample title="Fields" column>
      <div className="grid gap-4 md:grid-cols-2">
        <Field label="Name" hint="How others see you.">
          {(control) => <Input {...control} placeholder="Ada Lovelace" />}
        </Field>
        <Field label="Handle" error="This handle is taken. Choose another.">
          {(control) => <Input {...control} defaultValue="ada" />}
        </Field>
        <Field label="Password">{(control) => <PasswordField {...control} defaultValue="a calm blue sea" />}</Field>
        <Field label="Not now">{(control) => <Input {...control} disabled defaultValue="Fixed" />}</Field>
        <Field label="Note">{(control) => <Textarea {...control} defaultValue="Several lines fit in here." />}</Field>
        <Field label="Large">{(control) => <Input {...control} large defaultValue="On sign-in pages" />}</Field>
        <Field label="Reply address" mark="optional">{(control) => <Input {...control} />}</Field>
        <SearchField aria-label="Filter" placeholder="Filter" />
      </div>
    </Sample>
  );
}

function Choices() {
  const [on, setOn] = useState(true);
  const [checked, setChecked] = useState(true);
  const [data, setData] = useState<"keep" | "restore">("keep");
  const [level, setLevel] = useState<"all" | "warn" | "error">("all");
  return (
    <>
      <Sample title="Switch">
        <Switch label="On or off" checked={on} onChange={setOn} />
        <Switch label="Off" checked={false} onChange={() => {}} />
        <Switch label="On its way" checked busy onChange={() => {}} />
        <Switch label="On, not yours to change" checked disabled onChange={() => {}} />
        <Switch label="Off, not yours to change" checked={false} disabled onChange={() => {}} />
      </Sample>
      <Sample title="Checkbox" column>
        <Checkbox label="Private" hint="Only people who are added see it." checked={checked} onChange={setChecked} />
        <Checkbox label="Some of them" indeterminate checked={false} onChange={() => {}} />
        <Checkbox label="Not now" disabled checked={false} onChange={() => {}} />
      </Sample>
      <Sample title="Radio" column>
        <RadioGroup
          label="Data"
          value={data}
          onChange={setData}
          options={[
            { value: "keep", label: "Keep the data as it is", hint: "What was written since the update stays." },
            { value: "restore", label: "Put back the copy", hint: "Taken before the update, 2 h ago." },
          ]}
        />
      </Sample>
      <Sample title="Folded" column>
        <Disclosure title="Low risk" note="4">
          <p className="pl-5 text-13 text-ink-2">What not everybody needs to see.</p>
        </Disclosure>
        <Disclosure title="Open from the start" open>
          <p className="pl-5 text-13 text-ink-2">What most people came for.</p>
        </Disclosure>
      </Sample>
      <Sample title="Select">
        <Select
          label="Level"
          value={level}
          onChange={setLevel}
          options={[{ value: "all", label: "All levels" }, { value: "warn", label: "Warnings" }, {
            value: "error",
            label: "Errors",
          }]}
        />
        <Select label="Nothing chosen" value="" onChange={() => {}} options={[]} placeholder="Choose a day" />
        <Select label="Not now" value="all" disabled onChange={() => {}} options={[{ value: "all", label: "Fixed" }]} />
      </Sample>
    </>
  );
}

function Overlays() {
  const [dialog, setDialog] = useState(false);
  const [sheet, setSheet] = useState(false);
  const [sort, setSort] = useState<"name" | "time">("name");
  return (
    <Sample title="Menu, popover, dialog, sheet, toast">
      <Menu
        trigger={<IconButton kind="secondary" label="More" icon={<Ellipsis size={16} aria-hidden />} />}
        align="start"
      >
        <MenuItem icon={<Pencil size={15} aria-hidden />} shortcut="E" onSelect={() => {}}>Edit</MenuItem>
        <MenuItem icon={<Copy size={15} aria-hidden />} disabled onSelect={() => {}}>Copy</MenuItem>
        <MenuSeparator />
        <MenuChoice
          label="Sort by"
          value={sort}
          onChange={setSort}
          options={[{ value: "name", label: "Name" }, { value: "time", label: "Time" }]}
        />
        <MenuSeparator />
        <MenuItem danger icon={<Trash2 size={15} aria-hidden />} onSelect={() => {}}>Delete</MenuItem>
      </Menu>
      <Popover label="A small pane" align="start" trigger={<Button>Popover</Button>}>
        <p className="w-56 p-2 text-13">For what is more than a list of actions.</p>
      </Popover>
      <Button onClick={() => setDialog(true)}>Dialog</Button>
      <Button onClick={() => setSheet(true)}>Sheet</Button>
      <Button onClick={() => toast({ title: "Chat is off", action: { label: "Undo", onClick: () => {} } })}>
        Toast
      </Button>
      <Button onClick={() => toast({ tone: "ok", title: "Link copied" })}>Toast, done</Button>
      <Button
        onClick={() =>
          toast({
            tone: "bad",
            title: "Chat could not be turned on",
            description: "The port is in use. Free it, then retry.",
          })}
      >
        Toast, failed
      </Button>
      <Dialog
        open={dialog}
        onClose={() => setDialog(false)}
        title="Delete #launch-plans"
        description="Its 214 messages are lost for everybody. This cannot be undone."
        footer={
          <>
            <Button kind="ghost" onClick={() => setDialog(false)}>Cancel</Button>
            <Button kind="danger" onClick={() => setDialog(false)}>Delete channel</Button>
          </>
        }
      />
      <Sheet open={sheet} onClose={() => setSheet(false)} title="Step">
        <PaneHeader title="Step" onClose={() => setSheet(false)} />
        <p className="p-4 text-13">Detail, where there is no room beside the page.</p>
      </Sheet>
    </Sample>
  );
}
