/** The words about a picture of somebody or of the workspace. */
export const pictureWords = {
  choose: 'Choose a picture',
  change: 'Change picture',
  remove: 'Remove picture',
  hint: 'PNG, JPEG, WebP, GIF or AVIF, up to 10 MiB.',
  removed: 'The picture is gone.',
  saved: 'The picture is in use.',
  cropTitle: 'Choose what is seen of it',
  cropLead: 'Move the picture with the pointer or the arrow keys.',
  area: 'The part that is seen: arrow keys move the picture',
  zoom: 'Zoom',
  use: 'Use this picture',
  unreadable: 'This picture cannot be read: choose a PNG, JPEG, WebP, GIF or AVIF file.',
  tooLarge: 'This picture is larger than 10 MiB: choose a smaller one.',
} as const;
