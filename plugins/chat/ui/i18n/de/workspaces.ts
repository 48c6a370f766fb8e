/** German texts of workspaces, by the English text. `{name}` stands for a value. */
export const WORKSPACES = {
  "Add people": "Personen hinzufügen",
  Admin: "Admin",
  "All of its channels, messages and files are gone with it, for everybody.":
    "Mit ihm sind alle seine Kanäle, Nachrichten und Dateien weg, für alle.",
  "Channels, groups and emoji of their own for some of the people here.":
    "Eigene Kanäle, Gruppen und Emoji für einige der Personen hier.",
  Closed: "Geschlossen",
  "Delete the workspace": "Workspace löschen",
  "Design team": "Design-Team",
  "Everybody in {name} can read it.": "Alle in {name} können ihn lesen.",
  "Everybody on this server finds and joins it, guests excepted.":
    "Alle auf diesem Server finden ihn und treten bei, Gäste ausgenommen.",
  "First workspace; 2 to 9 the others": "Erster Workspace; 2 bis 9 die anderen",
  "Go to your workspaces": "Zu deinen Workspaces",
  "It may be gone, or you have left it. One of its members can let you in again.":
    "Vielleicht gibt es ihn nicht mehr, oder du hast ihn verlassen. Ein Mitglied kann dich wieder hineinlassen.",
  "Its members add others; nobody else knows that it is there.":
    "Seine Mitglieder fügen andere hinzu; sonst weiß niemand, dass es ihn gibt.",
  "Its name, to be sure": "Sein Name, zur Sicherheit",
  "Join another": "Weiterem beitreten",
  "Join another workspace": "Einem weiteren Workspace beitreten",
  Leave: "Verlassen",
  "Leave {name}": "{name} verlassen",
  Member: "Mitglied",
  Members: "Mitglieder",
  "Members and settings": "Mitglieder und Einstellungen",
  "New workspace": "Neuer Workspace",
  "Nobody yet": "Noch niemand",
  "Nothing of it can be brought back.": "Nichts davon lässt sich zurückholen.",
  "Open to all": "Offen für alle",
  "Open workspaces": "Offene Workspaces",
  Owner: "Besitzer",
  "Role of {name}": "Rolle von {name}",
  "Set up {name}": "{name} einrichten",
  "Something is unread in another workspace": "In einem anderen Workspace ist etwas ungelesen",
  "Switch workspace": "Workspace wechseln",
  "The role was not changed": "Die Rolle wurde nicht geändert",
  "The workspaces could not be read": "Die Workspaces konnten nicht gelesen werden",
  "They are taken out of all of its channels; what they wrote stays.":
    "Sie werden aus allen seinen Kanälen genommen; was sie geschrieben haben, bleibt.",
  "They see its public channels at once.": "Sie sehen seine öffentlichen Kanäle sofort.",
  "What you wrote stays. What you keep here, such as drafts and reminders, is gone.":
    "Was du geschrieben hast, bleibt. Was du hier aufhebst, etwa Entwürfe und Erinnerungen, ist weg.",
  "Who comes in": "Wer hineinkommt",
  Workspaces: "Workspaces",
  "You are in all of them.": "Du bist in allen.",
  "You are not in this workspace": "Du bist nicht in diesem Workspace",
  "You can join it again.": "Du kannst ihm wieder beitreten.",
  "You come in again only when a member adds you.": "Du kommst nur wieder hinein, wenn ein Mitglied dich hinzufügt.",
  "mentions in other workspaces": "Erwähnungen in anderen Workspaces",
};
