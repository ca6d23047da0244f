/** What is said of what people take along, their own or a workspace. */
export const exportWords = {
  list: 'Exports',
  none: 'There is no export now.',
  unreachable: 'Your exports could not be loaded: try again.',
  offline: 'You are offline: exports can be made and downloaded when you are back.',
  started: 'The export is being made.',
  states: {
    waiting: 'Waiting for its turn',
    running: (percent: number) => `Being made: ${percent} %`,
    ready: (size: string, until: string) => `${size}, kept until ${until}`,
    failed: (reason: string) => reason,
  },
  madeAt: (time: string) => `Export of ${time}`,
  everything: 'with all private conversations',
  download: 'Download',
  downloadOf: (time: string) => `Download the export of ${time}`,
  remove: 'Delete',
  removeOf: (time: string) => `Delete the export of ${time}`,
  tryAgain: 'Try again',
  size: (bytes: number) =>
    bytes < 1_000_000
      ? `${Math.max(1, Math.round(bytes / 1_000))} KB`
      : `${(bytes / 1_000_000).toFixed(1)} MB`,
} as const;
