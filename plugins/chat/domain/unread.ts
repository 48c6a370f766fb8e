/** How far unread messages are counted; a page shows more as "999+". */
export const UNREAD_CAP = 1_000;
