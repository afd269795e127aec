import type { ImageComparison, ImageRow } from '@breakwater/api';
import { type Match, severityRank } from '@breakwater/model';
import { Autocomplete, Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useRead } from '../../api/hooks.ts';
import { DetailState } from '../../components/detail.tsx';
import { MessagePanel, PartialNotice } from '../../components/message-panel.tsx';
import { Page, Section } from '../../components/page.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useView } from '../../state/view.ts';
import css from './compare.module.css';
import { imageName, statusTones } from './image-status.ts';
import { ImageTabs } from './image-tabs.tsx';
import images from './images.module.css';
import { shownId } from './match-filter.ts';

const most = 200;

/** What changed from one image to another: `open=FROM..TO`, each a digest or `repository:tag`. */
export default function CompareView(): ReactNode {
  const t = useT();
  const { state, update } = useView();
  const [from = '', to = ''] = (state.open ?? '').split('..');
  const choices = useRead('listImages', { query: { limit: 200 } });
  const rows = choices.data?.rows ?? [];
  return (
    <Page title={t('nav.images')} aside={<ImageTabs />} layout="flow">
      <ChooseImages
        key={state.open ?? ''}
        from={from}
        to={to}
        rows={rows}
        onCompare={(first, second) => update({ open: `${first}..${second}` })}
      />
      {from === '' || to === '' ? (
        <MessagePanel icon="images" title={t('compare.choose')}>
          {t('compare.chooseText')}
        </MessagePanel>
      ) : (
        <Comparison from={from} to={to} />
      )}
    </Page>
  );
}

function ChooseImages(props: {
  readonly from: string;
  readonly to: string;
  readonly rows: readonly ImageRow[];
  readonly onCompare: (from: string, to: string) => void;
}): ReactNode {
  const t = useT();
  const [from, setFrom] = useState(props.from);
  const [to, setTo] = useState(props.to);
  const names = [...new Set(props.rows.flatMap((row) => (row.tag === undefined ? [] : [imageName(row)])))];
  const isReady = from.trim() !== '' && to.trim() !== '';

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (isReady) props.onCompare(from.trim(), to.trim());
  }

  return (
    <form className={css.form} onSubmit={submit}>
      <Autocomplete
        label={t('compare.from')}
        placeholder={t('compare.hint')}
        value={from}
        onChange={setFrom}
        data={names}
        limit={20}
      />
      <Autocomplete
        label={t('compare.to')}
        placeholder={t('compare.hint')}
        value={to}
        onChange={setTo}
        data={names}
        limit={20}
      />
      <div className={css.buttons}>
        <Button type="submit" disabled={!isReady}>
          {t('images.compare')}
        </Button>
        <Button variant="default" disabled={!isReady} onClick={() => props.onCompare(to.trim(), from.trim())}>
          {t('compare.swap')}
        </Button>
      </div>
    </form>
  );
}

function Comparison(props: { readonly from: string; readonly to: string }): ReactNode {
  const t = useT();
  const reading = useRead('compareImages', { query: { from: props.from, to: props.to } });
  return (
    <DetailState reading={reading} failedTitle={t('compare.failed')}>
      {(data) => (
        <>
          {data.isPartial && <PartialNotice>{t('compare.partial')}</PartialNotice>}
          <Summary data={data} />
          <div className={css.columns}>
            <Vulnerabilities title={t('compare.newVulnerabilities')} matches={data.newVulnerabilities} />
            <Vulnerabilities title={t('compare.goneVulnerabilities')} matches={data.goneVulnerabilities} />
          </div>
          <Packages data={data} />
          <Config data={data} />
        </>
      )}
    </DetailState>
  );
}

function Summary(props: { readonly data: ImageComparison }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { from, to, layers, sharedLayers, keptVulnerabilities } = props.data;
  const total = ({ counts }: ImageRow) => Object.values(counts).reduce((sum, count) => sum + count, 0);
  const rows: readonly (readonly [name: string, from: ReactNode, to: ReactNode])[] = [
    [t('images.statusLabel'), <Status key="from" row={from} />, <Status key="to" row={to} />],
    [t('images.vulnerabilities'), formats.number(total(from)), formats.number(total(to))],
    [t('images.packages'), formats.number(from.packages), formats.number(to.packages)],
    [t('images.size'), formats.bytes(from.size), formats.bytes(to.size)],
    [t('images.tab.layers'), formats.number(layers.from), formats.number(layers.to)],
  ];
  return (
    <Section title={t('compare.summary')}>
      <div className={css.scroll}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">
                <span className={images.unseen}>{t('compare.what')}</span>
              </th>
              {(['from', 'to'] as const)
                .map((side) => [side, props.data[side]] as const)
                .map(([side, row]) => (
                  <th scope="col" key={side}>
                    <Link to={`/images/${row.digest}`} className={images.link}>
                      {imageName(row)}
                    </Link>
                    <div className={images.soft}>{row.digest.slice(7, 19)}</div>
                  </th>
                ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, before, after]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{before}</td>
                <td>{after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={css.note}>
        {sharedLayers === 0
          ? t('compare.noBase', { count: keptVulnerabilities })
          : t('compare.shared', { layers: sharedLayers, vulnerabilities: keptVulnerabilities })}
      </p>
    </Section>
  );
}

function Status(props: { readonly row: ImageRow }): ReactNode {
  const t = useT();
  const { status } = props.row;
  return <StatusMark tone={statusTones[status]}>{t(`images.status.${status}`)}</StatusMark>;
}

function Vulnerabilities(props: { readonly title: string; readonly matches: readonly Match[] }): ReactNode {
  const t = useT();
  const sorted = props.matches.toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity));
  return (
    <Section title={`${props.title} (${sorted.length})`}>
      {sorted.length === 0 && <p className={css.note}>{t('value.none')}</p>}
      <ul className={css.list}>
        {sorted.slice(0, most).map((match) => (
          <li key={`${match.id} ${match.package.purl} ${match.path ?? ''}`}>
            <SeverityMark severity={match.severity} />
            <Link to="/images/vulnerabilities" search={{ open: shownId(match) }} className={images.link}>
              {shownId(match)}
            </Link>
            <span>
              {match.package.name} <span className={images.version}>{match.package.version}</span>
            </span>
          </li>
        ))}
      </ul>
      <More count={sorted.length} />
    </Section>
  );
}

function Packages(props: { readonly data: ImageComparison }): ReactNode {
  const t = useT();
  const { packages } = props.data;
  return (
    <Section title={`${t('compare.packages')} (${packages.length})`}>
      {packages.length === 0 && <p className={css.note}>{t('compare.samePackages')}</p>}
      {packages.length > 0 && (
        <div className={css.scroll}>
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">{t('images.package')}</th>
                <th scope="col">{t('images.type')}</th>
                <th scope="col">{t('compare.before')}</th>
                <th scope="col">{t('compare.after')}</th>
              </tr>
            </thead>
            <tbody>
              {packages.slice(0, most).map(({ type, name, from, to }) => (
                <tr key={`${type} ${name}`}>
                  <th scope="row">{name}</th>
                  <td>{type}</td>
                  <td className={css.mono}>{from.join(', ') || t('compare.absent')}</td>
                  <td className={css.mono}>{to.join(', ') || t('compare.absent')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <More count={packages.length} />
    </Section>
  );
}

function Config(props: { readonly data: ImageComparison }): ReactNode {
  const t = useT();
  const { config } = props.data;
  return (
    <Section title={`${t('compare.config')} (${config.length})`}>
      {config.length === 0 && <p className={css.note}>{t('compare.sameConfig')}</p>}
      {config.length > 0 && (
        <div className={css.scroll}>
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">{t('compare.what')}</th>
                <th scope="col">{t('compare.before')}</th>
                <th scope="col">{t('compare.after')}</th>
              </tr>
            </thead>
            <tbody>
              {config.map(({ field, from, to }) => (
                <tr key={field}>
                  <th scope="row">{field}</th>
                  <td className={css.mono}>{from || t('compare.absent')}</td>
                  <td className={css.mono}>{to || t('compare.absent')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}

function More(props: { readonly count: number }): ReactNode {
  const t = useT();
  if (props.count <= most) return null;
  return <p className={css.note}>{t('compare.more', { count: props.count - most })}</p>;
}
