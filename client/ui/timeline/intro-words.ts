/** The words of what stands before the first message. */
export const introWords = {
  channel: (name: string) => `This is the beginning of #${name}`,
  public: 'Everyone in the workspace can find this channel and join it.',
  private: 'Only the people who were added can see this channel.',
  group: (name: string) => `This is the beginning of ${name}`,
  direct: (names: string) => `This is the beginning of your conversation with ${names}`,
  directLead: 'Only the people in it can read what is written here.',
  self: 'This is your own space',
  selfLead: 'Keep notes and links here. Nobody else can see them.',
  add: 'Add people',
} as const;
