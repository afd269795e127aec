import { ApiError } from '@breakwater/api';
import type { Translate } from '../i18n/i18n.tsx';

/** What went wrong, for a person: the server's own message where it says something useful. */
export function errorMessage(error: unknown, t: Translate): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  if (error.status === 0) return t('error.network');
  if (error.status === 403) return t('error.forbidden');
  if (error.status === 429) return t('error.limited');
  if (error.status === 404) return t('error.notFound');
  if (error.status >= 500) return t('error.server');
  const details = error.details.map((detail) =>
    t('error.where', { where: detail.path, message: detail.message }),
  );
  return [error.message, ...details].join(' ');
}
