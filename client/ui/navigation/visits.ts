/** Where somebody was since that was last remembered (uses.ts), in that order: `c:` and a conversation's id, `view:` and a name. */
export const visits: string[] = [];
