/** The words of arranging the sidebar; only what is loaded for it has them. */
export const sidebarWords = {
  star: 'Star',
  unstar: 'Unstar',
  move: 'Move to section…',
  moveUp: 'Move up',
  moveDown: 'Move down',
  menu: (name: string) => `Arrange ${name}`,
  starred: 'Starred',

  moveTitle: 'Move to section',
  noSection: 'No section',
  newSection: 'New section…',
  noMore: 'There are as many sections as there can be.',
  newTitle: 'New section',
  renameTitle: 'Rename section',
  name: 'Name',
  nameEmpty: 'This cannot be empty',
  namePlaceholder: 'Projects',
  create: 'Create section',
  rename: 'Rename…',
  remove: 'Delete section',
  removed: (name: string) => `${name} is gone; its conversations are back where they were`,

  movedTo: (position: number, count: number, name: string) => `Moved to ${position} of ${count} in ${name}`,
  sectionMovedTo: (position: number, count: number) => `Moved to ${position} of ${count} sections`,
  stays: (position: number, count: number, name: string) => `${position} of ${count} in ${name}`,
  refused: (reason: string) => `Not arranged: ${reason}`,
} as const;
