import { definePlugin } from "@bulkhead/plugin";
import { onApproval } from "./events/approval.ts";
import { settleApproval, showApproval } from "./methods/_approvals.ts";
import { doWhatIsDue, DUE } from "./methods/_due.ts";
import { slackHook } from "./hooks/slack.ts";
import { deliverWhatIsDue } from "./methods/_deliver.ts";
import { DELIVER } from "./methods/_hooks.ts";
import { takeMessage, takeResponse } from "./methods/_incoming.ts";
import { IMPORT, runImport } from "./methods/_import.ts";
import { PUSH, pushWhatIsDue } from "./methods/_push.ts";
import { TIDY, tidy } from "./methods/_tidy.ts";
import { firstStart } from "./methods/_first_start.ts";
import { bookmarkAdd } from "./methods/bookmark_add.ts";
import { bookmarkList } from "./methods/bookmark_list.ts";
import { bookmarkRemove } from "./methods/bookmark_remove.ts";
import { bookmarkReorder } from "./methods/bookmark_reorder.ts";
import { bookmarkUpdate } from "./methods/bookmark_update.ts";
import { channelAddMembers } from "./methods/channel_add_members.ts";
import { channelArchive } from "./methods/channel_archive.ts";
import { channelConvert } from "./methods/channel_convert.ts";
import { channelCounts } from "./methods/channel_counts.ts";
import { channelCreate } from "./methods/channel_create.ts";
import { channelGet } from "./methods/channel_get.ts";
import { channelJoin } from "./methods/channel_join.ts";
import { channelLeave } from "./methods/channel_leave.ts";
import { channelList } from "./methods/channel_list.ts";
import { channelMarkAllRead } from "./methods/channel_mark_all_read.ts";
import { channelMarkRead } from "./methods/channel_mark_read.ts";
import { channelMarkUnread } from "./methods/channel_mark_unread.ts";
import { channelMembers } from "./methods/channel_members.ts";
import { channelRemoveMember } from "./methods/channel_remove_member.ts";
import { channelSetMuted } from "./methods/channel_set_muted.ts";
import { channelSetNotify } from "./methods/channel_set_notify.ts";
import { channelSetRole } from "./methods/channel_set_role.ts";
import { channelSetStarred } from "./methods/channel_set_starred.ts";
import { channelUnarchive } from "./methods/channel_unarchive.ts";
import { channelUpdate } from "./methods/channel_update.ts";
import { commandList } from "./methods/command_list.ts";
import { commandRegister } from "./methods/command_register.ts";
import { commandRespond } from "./methods/command_respond.ts";
import { commandRun } from "./methods/command_run.ts";
import { commandUnregister } from "./methods/command_unregister.ts";
import { davList } from "./methods/dav_list.ts";
import { davRead } from "./methods/dav_read.ts";
import { dmClose } from "./methods/dm_close.ts";
import { dmList } from "./methods/dm_list.ts";
import { dmOpen } from "./methods/dm_open.ts";
import { draftDelete } from "./methods/draft_delete.ts";
import { draftList } from "./methods/draft_list.ts";
import { draftSet } from "./methods/draft_set.ts";
import { emojiAdd } from "./methods/emoji_add.ts";
import { emojiAddAlias } from "./methods/emoji_add_alias.ts";
import { emojiList } from "./methods/emoji_list.ts";
import { emojiRemove } from "./methods/emoji_remove.ts";
import { exportWorkspace } from "./methods/export_workspace.ts";
import { fileBlock } from "./methods/file_block.ts";
import { fileDelete } from "./methods/file_delete.ts";
import { fileGet } from "./methods/file_get.ts";
import { fileList } from "./methods/file_list.ts";
import { fileRead } from "./methods/file_read.ts";
import { groupCreate } from "./methods/group_create.ts";
import { groupDelete } from "./methods/group_delete.ts";
import { groupList } from "./methods/group_list.ts";
import { groupSetMembers } from "./methods/group_set_members.ts";
import { groupUpdate } from "./methods/group_update.ts";
import { importGet } from "./methods/import_get.ts";
import { importList } from "./methods/import_list.ts";
import { importMattermost } from "./methods/import_mattermost.ts";
import { importSlack } from "./methods/import_slack.ts";
import { mentionList } from "./methods/mention_list.ts";
import { messageAct } from "./methods/message_act.ts";
import { messageAt } from "./methods/message_at.ts";
import { messageDelete } from "./methods/message_delete.ts";
import { messageEdit } from "./methods/message_edit.ts";
import { messageForward } from "./methods/message_forward.ts";
import { messageGet } from "./methods/message_get.ts";
import { messageHistory } from "./methods/message_history.ts";
import { messageList } from "./methods/message_list.ts";
import { messagePermalink } from "./methods/message_permalink.ts";
import { messagePin } from "./methods/message_pin.ts";
import { messagePins } from "./methods/message_pins.ts";
import { messagePreview } from "./methods/message_preview.ts";
import { messageReactions } from "./methods/message_reactions.ts";
import { messageReadBy } from "./methods/message_read_by.ts";
import { messageRestore } from "./methods/message_restore.ts";
import { messageSchedule } from "./methods/message_schedule.ts";
import { messageSend } from "./methods/message_send.ts";
import { messageStreamAppend } from "./methods/message_stream_append.ts";
import { messageStreamStart } from "./methods/message_stream_start.ts";
import { messageStreamStop } from "./methods/message_stream_stop.ts";
import { messageToggleReact } from "./methods/message_toggle_react.ts";
import { messageTyping } from "./methods/message_typing.ts";
import { messageUnfurl } from "./methods/message_unfurl.ts";
import { messageUnpin } from "./methods/message_unpin.ts";
import { preferencesGet } from "./methods/preferences_get.ts";
import { preferencesSet } from "./methods/preferences_set.ts";
import { presencePing } from "./methods/presence_ping.ts";
import { reminderCancel } from "./methods/reminder_cancel.ts";
import { reminderCreate } from "./methods/reminder_create.ts";
import { reminderList } from "./methods/reminder_list.ts";
import { savedAdd } from "./methods/saved_add.ts";
import { savedComplete } from "./methods/saved_complete.ts";
import { savedList } from "./methods/saved_list.ts";
import { savedRemove } from "./methods/saved_remove.ts";
import { scheduledCancel } from "./methods/scheduled_cancel.ts";
import { scheduledList } from "./methods/scheduled_list.ts";
import { scheduledSendNow } from "./methods/scheduled_send_now.ts";
import { scheduledUpdate } from "./methods/scheduled_update.ts";
import { searchAll } from "./methods/search_all.ts";
import { searchFiles } from "./methods/search_files.ts";
import { searchForget } from "./methods/search_forget.ts";
import { searchMessages } from "./methods/search_messages.ts";
import { searchRecent } from "./methods/search_recent.ts";
import { searchRemember } from "./methods/search_remember.ts";
import { searchSuggest } from "./methods/search_suggest.ts";
import { sectionAssign } from "./methods/section_assign.ts";
import { sectionCreate } from "./methods/section_create.ts";
import { sectionDelete } from "./methods/section_delete.ts";
import { sectionList } from "./methods/section_list.ts";
import { sectionUpdate } from "./methods/section_update.ts";
import { snapshot } from "./methods/snapshot.ts";
import { snippetDelete } from "./methods/snippet_delete.ts";
import { snippetList } from "./methods/snippet_list.ts";
import { snippetSave } from "./methods/snippet_save.ts";
import { sync } from "./methods/sync.ts";
import { threadCounts } from "./methods/thread_counts.ts";
import { threadFollow } from "./methods/thread_follow.ts";
import { threadGet } from "./methods/thread_get.ts";
import { threadList } from "./methods/thread_list.ts";
import { threadMarkRead } from "./methods/thread_mark_read.ts";
import { threadUnfollow } from "./methods/thread_unfollow.ts";
import { userGet } from "./methods/user_get.ts";
import { userList } from "./methods/user_list.ts";
import { userMe } from "./methods/user_me.ts";
import { userPresence } from "./methods/user_presence.ts";
import { userSetPresence } from "./methods/user_set_presence.ts";
import { userSetStatus } from "./methods/user_set_status.ts";
import { userUpdateProfile } from "./methods/user_update_profile.ts";
import { webhookIncomingCreate } from "./methods/webhook_incoming_create.ts";
import { webhookIncomingList } from "./methods/webhook_incoming_list.ts";
import { webhookIncomingRevoke } from "./methods/webhook_incoming_revoke.ts";
import { webhookOutgoingCreate } from "./methods/webhook_outgoing_create.ts";
import { webhookOutgoingDelete } from "./methods/webhook_outgoing_delete.ts";
import { webhookOutgoingDeliveries } from "./methods/webhook_outgoing_deliveries.ts";
import { webhookOutgoingList } from "./methods/webhook_outgoing_list.ts";
import { workspaceAddMembers } from "./methods/workspace_add_members.ts";
import { workspaceCreate } from "./methods/workspace_create.ts";
import { workspaceDelete } from "./methods/workspace_delete.ts";
import { workspaceGet } from "./methods/workspace_get.ts";
import { workspaceJoin } from "./methods/workspace_join.ts";
import { workspaceLeave } from "./methods/workspace_leave.ts";
import { workspaceMembers } from "./methods/workspace_members.ts";
import { workspaceRemoveMember } from "./methods/workspace_remove_member.ts";
import { workspaceSetRole } from "./methods/workspace_set_role.ts";
import { workspaceStats } from "./methods/workspace_stats.ts";
import { workspaceList } from "./methods/workspace_list.ts";
import { workspaceUpdate } from "./methods/workspace_update.ts";
import { migrations } from "./store/migrations.ts";

export default definePlugin({
  migrations,
  methods: {
    "bookmark.add": bookmarkAdd,
    "bookmark.list": bookmarkList,
    "bookmark.remove": bookmarkRemove,
    "bookmark.reorder": bookmarkReorder,
    "bookmark.update": bookmarkUpdate,
    "channel.add_members": channelAddMembers,
    "channel.archive": channelArchive,
    "channel.convert": channelConvert,
    "channel.counts": channelCounts,
    "channel.create": channelCreate,
    "channel.get": channelGet,
    "channel.join": channelJoin,
    "channel.leave": channelLeave,
    "channel.list": channelList,
    "channel.mark_all_read": channelMarkAllRead,
    "channel.mark_read": channelMarkRead,
    "channel.mark_unread": channelMarkUnread,
    "channel.members": channelMembers,
    "channel.remove_member": channelRemoveMember,
    "channel.set_muted": channelSetMuted,
    "channel.set_notify": channelSetNotify,
    "channel.set_role": channelSetRole,
    "channel.set_starred": channelSetStarred,
    "channel.unarchive": channelUnarchive,
    "channel.update": channelUpdate,
    "command.list": commandList,
    "command.register": commandRegister,
    "command.respond": commandRespond,
    "command.run": commandRun,
    "command.unregister": commandUnregister,
    "dav.list": davList,
    "dav.read": davRead,
    "dm.close": dmClose,
    "dm.list": dmList,
    "dm.open": dmOpen,
    "draft.delete": draftDelete,
    "draft.list": draftList,
    "draft.set": draftSet,
    "emoji.add": emojiAdd,
    "emoji.add_alias": emojiAddAlias,
    "emoji.list": emojiList,
    "emoji.remove": emojiRemove,
    "export.workspace": exportWorkspace,
    "file.block": fileBlock,
    "file.delete": fileDelete,
    "file.get": fileGet,
    "file.list": fileList,
    "file.read": fileRead,
    "group.create": groupCreate,
    "group.delete": groupDelete,
    "group.list": groupList,
    "group.set_members": groupSetMembers,
    "group.update": groupUpdate,
    "import.get": importGet,
    "import.list": importList,
    "import.mattermost": importMattermost,
    "import.slack": importSlack,
    "mention.list": mentionList,
    "message.act": messageAct,
    "message.delete": messageDelete,
    "message.edit": messageEdit,
    "message.forward": messageForward,
    "message.get": messageGet,
    "message.history": messageHistory,
    "message.list": messageList,
    "message.at": messageAt,
    "message.permalink": messagePermalink,
    "message.pin": messagePin,
    "message.pins": messagePins,
    "message.preview": messagePreview,
    "message.reactions": messageReactions,
    "message.read_by": messageReadBy,
    "message.restore": messageRestore,
    "message.schedule": messageSchedule,
    "message.send": messageSend,
    "message.stream.append": messageStreamAppend,
    "message.stream.start": messageStreamStart,
    "message.stream.stop": messageStreamStop,
    "message.toggle_react": messageToggleReact,
    "message.typing": messageTyping,
    "message.unfurl": messageUnfurl,
    "message.unpin": messageUnpin,
    "preferences.get": preferencesGet,
    "preferences.set": preferencesSet,
    "presence.ping": presencePing,
    "reminder.cancel": reminderCancel,
    "reminder.create": reminderCreate,
    "reminder.list": reminderList,
    "saved.add": savedAdd,
    "saved.complete": savedComplete,
    "saved.list": savedList,
    "saved.remove": savedRemove,
    "scheduled.cancel": scheduledCancel,
    "scheduled.list": scheduledList,
    "scheduled.send_now": scheduledSendNow,
    "scheduled.update": scheduledUpdate,
    "search.all": searchAll,
    "search.files": searchFiles,
    "search.forget": searchForget,
    "search.messages": searchMessages,
    "search.recent": searchRecent,
    "search.remember": searchRemember,
    "search.suggest": searchSuggest,
    "section.assign": sectionAssign,
    "section.create": sectionCreate,
    "section.delete": sectionDelete,
    "section.list": sectionList,
    "section.update": sectionUpdate,
    "snapshot": snapshot,
    "snippet.delete": snippetDelete,
    "snippet.list": snippetList,
    "snippet.save": snippetSave,
    "sync": sync,
    "thread.counts": threadCounts,
    "thread.follow": threadFollow,
    "thread.get": threadGet,
    "thread.list": threadList,
    "thread.mark_read": threadMarkRead,
    "thread.unfollow": threadUnfollow,
    "user.get": userGet,
    "user.list": userList,
    "user.me": userMe,
    "user.presence": userPresence,
    "user.set_presence": userSetPresence,
    "user.set_status": userSetStatus,
    "user.update_profile": userUpdateProfile,
    "webhook.incoming.create": webhookIncomingCreate,
    "webhook.incoming.list": webhookIncomingList,
    "webhook.incoming.revoke": webhookIncomingRevoke,
    "webhook.outgoing.create": webhookOutgoingCreate,
    "webhook.outgoing.delete": webhookOutgoingDelete,
    "webhook.outgoing.deliveries": webhookOutgoingDeliveries,
    "webhook.outgoing.list": webhookOutgoingList,
    "workspace.add_members": workspaceAddMembers,
    "workspace.create": workspaceCreate,
    "workspace.delete": workspaceDelete,
    "workspace.get": workspaceGet,
    "workspace.join": workspaceJoin,
    "workspace.leave": workspaceLeave,
    "workspace.members": workspaceMembers,
    "workspace.remove_member": workspaceRemoveMember,
    "workspace.set_role": workspaceSetRole,
    "workspace.stats": workspaceStats,
    "workspace.list": workspaceList,
    "workspace.update": workspaceUpdate,
  },
  events: {
    "workflow.approval.requested": onApproval(showApproval),
    "workflow.approval.decided": onApproval(settleApproval),
    "workflow.approval.withdrawn": onApproval(settleApproval),
  },
  hooks: { "incoming/*": slackHook(takeMessage), "response/*": slackHook(takeResponse) },
  schedules: {
    [DUE]: doWhatIsDue,
    [DELIVER]: deliverWhatIsDue,
    [PUSH]: pushWhatIsDue,
    [IMPORT]: runImport,
    [TIDY]: tidy,
  },
  setup: firstStart,
});
