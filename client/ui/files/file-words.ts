/** The words of files, fetched with what shows them. */

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const fileWords = {
  title: 'Files',
  attached: 'Attached files',
  open: (name: string) => `Open ${name}`,
  download: (name: string) => `Download ${name}`,
  downloadShort: 'Download',
  more: 'Show more',
  less: 'Show less',
  onlyBeginning: 'This is its beginning. Download it to read the rest.',
  noText: 'The text could not be loaded.',
  moving: 'GIF',

  waiting: 'Waiting',
  uploading: (sent: string, all: string) => `${sent} of ${all}`,
  /** All of it is there; the server looks at it. */
  ending: 'Almost there',
  progress: (name: string) => `Upload of ${name}`,
  uploaded: (name: string) => `${name} is uploaded`,
  failed: (name: string, reason: string) => `${name} was not uploaded: ${reason}`,
  notUploaded: (reason: string) => `Not uploaded: ${reason}`,
  unknownReason: 'Something went wrong.',
  heldBack: (names: string[], mayRetry: boolean) =>
    `To send the message, remove ${new Intl.ListFormat('en').format(names)}${mayRetry ? `, or try ${names.length === 1 ? 'it' : 'them'} again` : ''}.`,
  retry: (name: string) => `Try ${name} again`,
  retryShort: 'Try again',
  remove: (name: string) => `Remove ${name}`,
  cancel: (name: string) => `Cancel the upload of ${name}`,
  tooMany: (most: number) => `A message has at most ${most} files.`,
  full: 'Many of your files wait to be sent: let some of them go first.',
  notNow: 'Attaching does not work right now: try again in a moment.',

  describe: (name: string) => `Describe ${name}`,
  describeShort: 'Describe',
  describedShort: 'Edit description',
  description: (name: string) => `Description of ${name}`,
  descriptionHint: 'Describe it for people who cannot see it',
  save: 'Save',

  drop: 'Drop files to attach them',

  lightbox: 'Image',
  previous: 'Previous image',
  next: 'Next image',
  of: (at: number, count: number) => `${at} of ${count}`,

  voice: 'Voice message',
  voiceName: (day: string) => `Voice message ${day}`,
  play: (name: string) => `Play ${name}`,
  pause: (name: string) => `Pause ${name}`,
  position: (name: string) => `Position in ${name}`,
  asking: 'Allow the microphone to record a voice message.',
  noMicrophone: 'The microphone cannot be used: allow it for this page in your browser’s settings.',
  recording: 'Recording',
  stop: 'Stop recording',
  listen: 'Listen to it, then send or discard it.',
  discardRecording: 'Discard',
  sendRecording: 'Send voice message',

  none: 'Nobody has sent files here yet.',
  loadMore: 'Show more files',
  offline: 'You are offline: the files will be here when you are back.',
  goTo: (name: string) => `Go to the message with ${name}`,
  count: (count: number) => plural(count, 'file', 'files'),
} as const;
