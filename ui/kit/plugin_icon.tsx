import {
  Activity,
  Bell,
  Bot,
  Boxes,
  Braces,
  Building2,
  Calendar,
  ChartLine,
  Cloud,
  Code,
  Contact,
  Database,
  FileText,
  Folder,
  Gauge,
  GitBranch,
  GitPullRequest,
  Globe,
  Hash,
  Headphones,
  Image,
  Inbox,
  Key,
  LayoutDashboard,
  Link,
  ListChecks,
  Lock,
  type LucideIcon,
  Mail,
  Map as MapIcon,
  MessageCircle,
  MessageSquare,
  Mic,
  Music,
  Network,
  Newspaper,
  NotebookPen,
  Package,
  Palette,
  PenTool,
  Phone,
  Puzzle,
  Radio,
  Rss,
  Search,
  Send,
  Server,
  Settings,
  Shield,
  ShoppingCart,
  Sparkles,
  Star,
  Table,
  Terminal,
  Ticket,
  Timer,
  User,
  Users,
  Video,
  Wallet,
  Webhook,
  Workflow,
  Wrench,
  Zap,
} from "lucide-react";
import { useState } from "react";
import { cx } from "./cx.ts";

/** Icons that a manifest may name in kebab case, as lucide does; any other shows a puzzle piece. */
const ICONS: Record<string, LucideIcon> = {
  activity: Activity,
  bell: Bell,
  bot: Bot,
  boxes: Boxes,
  braces: Braces,
  "building-2": Building2,
  calendar: Calendar,
  "chart-line": ChartLine,
  cloud: Cloud,
  code: Code,
  contact: Contact,
  database: Database,
  "file-text": FileText,
  folder: Folder,
  gauge: Gauge,
  github: GitPullRequest,
  "git-branch": GitBranch,
  "git-pull-request": GitPullRequest,
  globe: Globe,
  hash: Hash,
  headphones: Headphones,
  image: Image,
  inbox: Inbox,
  key: Key,
  "layout-dashboard": LayoutDashboard,
  link: Link,
  "list-checks": ListChecks,
  lock: Lock,
  mail: Mail,
  map: MapIcon,
  "message-circle": MessageCircle,
  "message-square": MessageSquare,
  "messages-square": MessageSquare,
  mic: Mic,
  music: Music,
  network: Network,
  newspaper: Newspaper,
  "notebook-pen": NotebookPen,
  package: Package,
  palette: Palette,
  "pen-tool": PenTool,
  phone: Phone,
  puzzle: Puzzle,
  radio: Radio,
  rss: Rss,
  search: Search,
  send: Send,
  server: Server,
  settings: Settings,
  shield: Shield,
  "shopping-cart": ShoppingCart,
  sparkles: Sparkles,
  star: Star,
  table: Table,
  terminal: Terminal,
  ticket: Ticket,
  timer: Timer,
  user: User,
  users: Users,
  video: Video,
  wallet: Wallet,
  webhook: Webhook,
  workflow: Workflow,
  wrench: Wrench,
  zap: Zap,
};

export interface PluginIconProps {
  /** Name of an icon, or the SVG file that a manifest names. */
  name?: string;
  /** Id of the plugin whose file it is. */
  plugin?: string;
  /** Pixels; default 20. */
  size?: number;
  className?: string;
}

export function PluginIcon({ name, plugin, size = 20, className }: PluginIconProps) {
  const [missing, setMissing] = useState(false);
  if (plugin && name?.endsWith(".svg") && !missing) {
    // As an image no script in it runs.
    return (
      <img
        src={`/p/${plugin}/_icon.svg`}
        width={size}
        height={size}
        alt=""
        onError={() => setMissing(true)}
        className={cx("object-contain", className)}
      />
    );
  }
  const Icon = (name && ICONS[name]) || Puzzle;
  return <Icon size={size} strokeWidth={1.75} className={className} aria-hidden />;
}
