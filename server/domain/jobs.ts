import type { Config } from '#platform/config.ts';
import { startJobs } from '#platform/job-runner.ts';
import type { AnyJob } from '#platform/jobs.ts';
import { openLinkPages } from '#platform/link-pages.ts';
import type { Log } from '#platform/log.ts';
import { openMail } from '#platform/mail.ts';
import { openPush } from '#platform/push.ts';
import { openSecrets } from '#platform/secrets.ts';
import { removeOldLinks } from './account-links.ts';
import { emailLinkMail, emailNote, passwordLinkMail, passwordNote } from './account-mail.ts';
import { pushAlerts } from './alert-delivery.ts';
import { startAlerts } from './alert-follower.ts';
import { removeOldAlerts } from './alert-rows.ts';
import { keepAudit, removeOldAudit } from './audit-list.ts';
import { removeOldChallenges } from './challenges.ts';
import { eraseConversation, resumeDeletions } from './conversation-deletion.ts';
import { digestMail, findDigests } from './digests.ts';
import { makeExport, removeExpiredExports } from './export-jobs.ts';
import { removeUnusedFiles } from './file-removal.ts';
import { startHookFollower } from './hook-follower.ts';
import { removeOldDeliveries } from './hook-log.ts';
import { hookEnded } from './hook-mail.ts';
import { openHookNetworks } from './hook-networks.ts';
import { tellHook } from './hook-telling.ts';
import { invitationMail } from './invitation-mail.ts';
import { removeOldPreviews } from './link-previews.ts';
import { readLinks } from './link-reading.ts';
import { announcePerson } from './machine.ts';
import { sweepRemains } from './message-deletion.ts';
import { announceTakeOver, answerReport } from './messages-on-behalf.ts';
import { deleteMessagesOf, endMemberships } from './person-removal.ts';
import { resumeReminders, tellReminder } from './reminders.ts';
import { removeOldMessages } from './retention.ts';
import { resumeScheduled, sendAtItsTime } from './scheduled-sending.ts';
import { announceEnded, removeExpiredSessions } from './sessions.ts';
import { welcomeMail } from './welcome-mail.ts';

/** Every kind of job there is. */
export const jobs: readonly AnyJob[] = [
  welcomeMail,
  invitationMail,
  eraseConversation,
  sweepRemains,
  removeExpiredSessions,
  announceEnded,
  announcePerson,
  removeUnusedFiles,
  removeOldMessages,
  removeOldChallenges,
  passwordLinkMail,
  passwordNote,
  emailLinkMail,
  emailNote,
  removeOldLinks,
  removeOldAudit,
  answerReport,
  announceTakeOver,
  endMemberships,
  deleteMessagesOf,
  makeExport,
  removeExpiredExports,
  sendAtItsTime,
  tellReminder,
  pushAlerts,
  removeOldAlerts,
  findDigests,
  digestMail,
  tellHook,
  hookEnded,
  removeOldDeliveries,
  readLinks,
  removeOldPreviews,
];

/** Lets this instance take part in the work of these kinds, until the function it gives is called. */
export async function runJobs(
  config: Config,
  databaseUrl: string,
  log: Log,
  kinds: readonly AnyJob[],
): Promise<() => Promise<void>> {
  keepAudit(config.auditDays);
  openSecrets(config.authSecret);
  openLinkPages({ allowed: config.linkNetworks, ports: config.linkPorts, publicUrl: config.publicUrl });
  const closeMail = openMail(config, log);
  const { publicUrl, mailFrom, outboundAllow } = config;
  const contact = publicUrl?.startsWith('https:') ? publicUrl : `mailto:${mailFrom}`;
  openHookNetworks(outboundAllow);
  openPush({ contact, allowed: outboundAllow });
  const stopJobs = await startJobs({ databaseUrl, jobs: kinds, log });
  await resumeDeletions();
  await resumeScheduled();
  await resumeReminders();
  const stopAlerts = startAlerts(log);
  const stopFollowing = startHookFollower(log);
  return async () => {
    await stopAlerts();
    await stopFollowing();
    await stopJobs();
    closeMail();
  };
}
