import type { AffectedImage, AffectedPlace } from '@breakwater/api';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useRead } from '../../api/hooks.ts';
import { DetailBlock, DetailStack, DetailState } from '../../components/detail.tsx';
import { Facts } from '../../components/page.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { formatPill } from '../../state/pill.ts';
import css from './fleet.module.css';
import { statusTones } from './image-status.ts';
import images from './images.module.css';

/** One vulnerability: the services that run it, and every image that has it. */
export function VulnerabilityReach(props: { readonly id: string }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const reading = useRead('getVulnerability', { params: { id: props.id } });
  return (
    <DetailState reading={reading} failedTitle={t('fleet.failed')}>
      {({ row, images: affected, places }) => (
        <DetailStack>
          <p>{row.summary === '' ? t('images.noSummary') : row.summary}</p>
          <Facts
            rows={[
              { name: t('images.severity'), value: <SeverityMark severity={row.severity} /> },
              ...(row.isKnownExploited
                ? [
                    {
                      name: t('images.exploited'),
                      value: <span className={images.alarm}>{t('images.exploitedLong')}</span>,
                    },
                  ]
                : []),
              ...(row.epss === undefined
                ? []
                : [{ name: t('images.epss'), value: formats.percent(row.epss) }]),
              ...(row.cvss === undefined ? [] : [{ name: t('images.cvss'), value: row.cvss.toFixed(1) }]),
              ...(row.aliases.length === 0
                ? []
                : [
                    {
                      name: t('images.aliases'),
                      value: <span className={images.wrap}>{row.aliases.join(', ')}</span>,
                    },
                  ]),
            ]}
          />
          <DetailBlock title={t('fleet.where')}>
            <Places places={places} />
          </DetailBlock>
          <DetailBlock title={t('fleet.images', { count: row.images })}>
            <Images affected={affected} total={row.images} vulnerability={row.id} />
          </DetailBlock>
        </DetailStack>
      )}
    </DetailState>
  );
}

/** The images that have one package version. */
export function PackageImages(props: { readonly purl: string }): ReactNode {
  const t = useT();
  const reading = useRead('listImagesWithPackage', { query: { purl: props.purl } });
  return (
    <DetailState reading={reading} failedTitle={t('fleet.failed')}>
      {({ images: affected, total }) => (
        <DetailStack>
          <DetailBlock title={t('fleet.images', { count: total })}>
            <Images affected={affected} total={total} />
          </DetailBlock>
        </DetailStack>
      )}
    </DetailState>
  );
}

function Places(props: { readonly places: readonly AffectedPlace[] }): ReactNode {
  const t = useT();
  const formats = useFormats();
  if (props.places.length === 0) return <p className={images.soft}>{t('fleet.runsNowhere')}</p>;
  return (
    <ul className={css.list}>
      {props.places.map((place) => (
        <li key={JSON.stringify(place)}>
          <Link
            to="/tasks"
            search={{
              view: 'running',
              f: [formatPill({ field: 'image.digest', op: '=', value: place.digest })],
            }}
            className={images.link}
          >
            {[place.cluster, place.service].filter(Boolean).join(' / ') || t('fleet.noService')}
          </Link>
          <span className={images.soft}>{[place.account, place.region].filter(Boolean).join(', ')}</span>
          <span className={css.number}>
            {t('fleet.tasks', { count: place.tasks, number: formats.number(place.tasks) })}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Images(props: {
  readonly affected: readonly AffectedImage[];
  readonly total: number;
  readonly vulnerability?: string;
}): ReactNode {
  const t = useT();
  const { affected, total, vulnerability } = props;
  const search =
    vulnerability === undefined
      ? { view: 'packages' }
      : {
          view: 'vulnerabilities',
          f: [formatPill({ field: 'id', op: '=' as const, value: vulnerability })],
          sev: 'all',
        };
  return (
    <>
      <ul className={css.images}>
        {affected.map((image) => (
          <li key={image.digest}>
            <div className={css.head}>
              <Link to={`/images/${image.digest}`} search={search} className={images.link}>
                {image.reference}
              </Link>
              <StatusMark tone={statusTones[image.status]}>{t(`images.status.${image.status}`)}</StatusMark>
            </div>
            <div className={images.soft}>
              {image.packages
                .map(({ name, version, fixedVersion }) =>
                  fixedVersion === undefined ? `${name} ${version}` : `${name} ${version} → ${fixedVersion}`,
                )
                .join(', ')}
              {image.runningTasks > 0 && ` · ${t('fleet.tasks', { count: image.runningTasks })}`}
            </div>
          </li>
        ))}
      </ul>
      {total > affected.length && (
        <p className={images.soft}>{t('fleet.moreImages', { count: total - affected.length })}</p>
      )}
    </>
  );
}
