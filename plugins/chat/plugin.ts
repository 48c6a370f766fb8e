import { definePlugin } from "@bulkhead/plugin";
import { onApproval } from "./events/approval.ts";
import { settleApproval, showApproval } from "./methods/_approvals.ts";
import { firstStart } from "./methods/_first_start.ts";
import { channelAddMembers } from "./methods/channel_add_members.ts";
import { channelArchive } from "./methods/channel_archive.ts";
import { channelCreate } from "./methods/channel_create.ts";
import { channelGet } from "./methods/channel_get.ts";
import { channelJoin } from "./methods/channel_join.ts";
import { channelLeave } from "./methods/channel_leave.ts";
import { channelList } from "./methods/channel_list.ts";
import { channelMarkRead } from "./methods/channel_mark_read.ts";
import { channelUnarchive } from "./methods/channel_unarchive.ts";
import { messageAct } from "./methods/message_act.ts";
import { messageDelete } from "./methods/message_delete.ts";
import { messageEdit } from "./methods/message_edit.ts";
import { messageGet } from "./methods/message_get.ts";
import { messageList } from "./methods/message_list.ts";
import { messageSend } from "./methods/message_send.ts";
import { messageToggleReact } from "./methods/message_toggle_react.ts";
import { workspaceList } from "./methods/workspace_list.ts";
import { migrations } from "./store/migrations.ts";

export default definePlugin({
  migrations,
  methods: {
    "workspace.list": workspaceList,
    "channel.create": channelCreate,
    "channel.list": channelList,
    "channel.get": channelGet,
    "channel.join": channelJoin,
    "channel.leave": channelLeave,
    "channel.add_members": channelAddMembers,
    "channel.archive": channelArchive,
    "channel.unarchive": channelUnarchive,
    "channel.mark_read": channelMarkRead,
    "message.send": messageSend,
    "message.act": messageAct,
    "message.list": messageList,
    "message.get": messageGet,
    "message.edit": messageEdit,
    "message.delete": messageDelete,
    "message.toggle_react": messageToggleReact,
  },
  events: {
    "workflow.approval.requested": onApproval(showApproval),
    "workflow.approval.decided": onApproval(settleApproval),
    "workflow.approval.withdrawn": onApproval(settleApproval),
  },
  setup: firstStart,
});
