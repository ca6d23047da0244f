export const dataWords = {
  lead: 'Take along what is yours: your profile, your messages with the names of their conversations, earlier texts, reactions, what you saved, how you arranged your conversations, your devices, and what the audit log has of you. What others wrote is not in it.',
  format: 'It is a tar file of JSON lines, kept for 7 days. You may make three a day.',
  make: 'Export my data',
} as const;
