/** What reading a conversation's messages needs to know of it. */
export interface Readable {
  version: number;
  first_seq: number;
  last_seq: number;
  /**
   * The same as long as nothing was done to the conversation or its messages: whatever is done to these changes its row
   * in the same transaction. A restore or an import changes the workspace's epoch, and a database that comes back as it
   * was some moments before, and gives numbers out anew, was started since.
   */
  state: string;
}
