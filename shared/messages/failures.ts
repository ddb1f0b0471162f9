import { m } from './compiled/messages.js';
import type { AppErrorCode } from '../errors.ts';

/** What a person reads about a failure: what happened, and the way on. */
export interface Report {
  readonly sentence: string;
  readonly wayOn: string;
}

type Words = readonly [sentence: () => string, wayOn: () => string];

const words: Record<AppErrorCode, Words> = {
  offline: [m.error_offline, m.error_offline_way],
  timeout: [m.error_timeout, m.error_timeout_way],
  unauthorized: [m.error_unauthorized, m.error_unauthorized_way],
  'signed-out-by-blink': [m.error_signed_out_by_blink, m.error_signed_out_by_blink_way],
  refused: [m.error_refused, m.error_refused_way],
  'refused-for-now': [m.error_refused_for_now, m.error_refused_for_now_way],
  'too-old': [m.error_too_old, m.error_too_old_way],
  'rate-limited': [m.error_rate_limited, m.error_rate_limited_way],
  'cloud-trouble': [m.error_cloud_trouble, m.error_cloud_trouble_way],
  'captive-portal': [m.error_captive_portal, m.error_captive_portal_way],
  'bad-answer': [m.error_bad_answer, m.error_bad_answer_way],
  'not-found': [m.error_not_found, m.error_not_found_way],
  'module-busy': [m.error_module_busy, m.error_module_busy_way],
  'command-failed': [m.error_command_failed, m.error_command_failed_way],
  'command-timeout': [m.error_command_timeout, m.error_command_timeout_way],
  'no-motion-cameras': [m.error_no_motion_cameras, m.error_no_motion_cameras_way],
  'not-supported': [m.error_not_supported, m.error_not_supported_way],
  'not-verified': [m.error_not_verified, m.error_not_verified_way],
  'local-clip-not-ready': [m.error_local_clip_not_ready, m.error_local_clip_not_ready_way],
  'wrong-password': [m.error_wrong_password, m.error_wrong_password_way],
  'wrong-code': [m.error_wrong_code, m.error_wrong_code_way],
  'account-locked': [m.error_account_locked, m.error_account_locked_way],
  'account-suspended': [m.error_account_suspended, m.error_account_suspended_way],
  'sign-in-cancelled': [m.error_sign_in_cancelled, m.error_sign_in_cancelled_way],
  'sign-in-failed': [m.error_sign_in_failed, m.error_sign_in_failed_way],
  'sign-in-expired': [m.error_sign_in_expired, m.error_sign_in_expired_way],
  'runtime-too-old': [m.error_runtime_too_old, m.error_runtime_too_old_way],
  'no-keyring': [m.error_no_keyring, m.error_no_keyring_way],
  'keyring-locked': [m.error_keyring_locked, m.error_keyring_locked_way],
  'disk-full': [m.error_disk_full, m.error_disk_full_way],
  'disk-error': [m.error_disk_error, m.error_disk_error_way],
  'archive-away': [m.error_archive_away, m.error_archive_away_way],
  'index-newer': [m.error_index_newer, m.error_index_newer_way],
  'archive-busy': [m.error_archive_busy, m.error_archive_busy_way],
  'clip-damaged': [m.error_clip_damaged, m.error_clip_damaged_way],
  'clip-gone': [m.error_clip_gone, m.error_clip_gone_way],
  'not-signed-in': [m.error_not_signed_in, m.error_not_signed_in_way],
  'invalid-argument': [m.error_invalid_argument, m.error_invalid_argument_way],
  'not-allowed': [m.error_not_allowed, m.error_not_allowed_way],
  unexpected: [m.error_unexpected, m.error_unexpected_way],
};

/** The one table from code to words. */
export function report(code: AppErrorCode): Report {
  const [sentence, wayOn] = words[code];
  return { sentence: sentence(), wayOn: wayOn() };
}
