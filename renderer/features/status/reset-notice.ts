import { m } from '../../../shared/messages/compiled/messages.js';
import type { Preferences, ResetTopic } from '../../../shared/preferences.ts';
import type { Notice } from './notice.ts';

/** What could not be read of the settings, until the person has seen it. */
export function resetNotices({ resetTopics }: Preferences): readonly Notice[] {
  if (resetTopics.length === 0) return [];
  const named = resetTopics.flatMap((topic) =>
    topic === 'everything' ? [] : [topicWords[topic]()],
  );
  const text = resetTopics.includes('everything')
    ? m.reset_all()
    : m.reset_text({ topics: named.join(', ') });
  return [{ key: 'reset', tone: 'warning', title: m.reset_title(), text, way: 'confirm-reset' }];
}

const topicWords: Record<Exclude<ResetTopic, 'everything'>, () => string> = {
  account: m.reset_topic_account,
  archive: m.reset_topic_archive,
  'timed-disarms': m.reset_topic_timed_disarms,
  'arm-on-lock': m.reset_topic_arm_on_lock,
  notifications: m.reset_topic_notifications,
  shortcuts: m.reset_topic_shortcuts,
  appearance: m.reset_topic_appearance,
};
