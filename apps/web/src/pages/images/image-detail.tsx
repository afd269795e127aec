import type { ImageDetail } from '@breakwater/api';
import { ActionIcon, Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { addressOf } from '../../api/client.ts';
import { useRead } from '../../api/hooks.ts';
import { Choice } from '../../components/choice.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { DetailState } from '../../components/detail.tsx';
import { Icon } from '../../components/icons.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { PartialNotice } from '../../components/message-panel.tsx';
import { Page } from '../../components/page.tsx';
import { SampleBadge } from '../../components/sample-badge.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { carrySearch } from '../../state/search.ts';
import { useView } from '../../state/view.ts';
import { ConfigurationTab } from './configuration-tab.tsx';
import { FilesTab, fileFields } from './files-tab.tsx';
import { FixesTab } from './fixes-tab.tsx';
import { imageName, shortDigest, statusTones } from './image-status.ts';
import css from './images.module.css';
import { LayersTab } from './layers-tab.tsx';
import { matchFields } from './match-filter.ts';
import { OverviewTab } from './overview-tab.tsx';
import { PackagesTab } from './packages-tab.tsx';
import { ScanButton } from './scan-dialog.tsx';
import { VerdictsTab } from './verdicts-tab.tsx';
import { VulnerabilitiesTab } from './vulnerabilities-tab.tsx';

const tabs = [
  'overview',
  'verdicts',
  'vulnerabilities',
  'fixes',
  'packages',
  'files',
  'layers',
  'configuration',
] as const;
type Tab = (typeof tabs)[number];

/** Everything that is known of one image. */
export function ImageDetailPage(props: { readonly digest: string }): ReactNode {
  const t = useT();
  const { state } = useView();
  const image = useRead('getImage', { params: { digest: props.digest } });
  const tab = tabOf(state.view);
  const fields = fieldsOf[tab];
  return (
    <Page
      title={image.data ? imageName(image.data.row) : shortDigest(props.digest)}
      before={
        <Link to="/images" className={css.back} search={carrySearch}>
          {t('nav.images')}
        </Link>
      }
      aside={image.data && <HeadFacts image={image.data} />}
      actions={
        image.data && (
          <>
            <ScanButton reference={image.data.row.reference} />
            <LinkButton to="/images/compare" search={{ open: `${props.digest}..` }} isQuiet>
              {t('images.compare')}
            </LinkButton>
            <Downloads digest={props.digest} />
          </>
        )
      }
      {...(image.data && fields ? { filterFields: fields } : {})}
    >
      <DetailState reading={image} failedTitle={t('images.failed')}>
        {(data) => (
          <>
            <div className={css.tabs}>
              <Tabs tab={tab} image={data} />
            </div>
            {data.report.gaps.length > 0 && tab !== 'overview' && (
              <PartialNotice>{t('images.gapNotice', { count: data.report.gaps.length })}</PartialNotice>
            )}
            <TabBody tab={tab} image={data} />
          </>
        )}
      </DetailState>
    </Page>
  );
}

const fieldsOf: Readonly<Partial<Record<Tab, readonly string[]>>> = {
  vulnerabilities: matchFields,
  packages: ['name', 'version', 'type', 'license', 'category', 'owner', 'layer', 'foundBy'],
  files: fileFields,
};

function HeadFacts(props: { readonly image: ImageDetail }): ReactNode {
  const t = useT();
  const { row } = props.image;
  return (
    <>
      <StatusMark tone={statusTones[row.status]}>{t(`images.status.${row.status}`)}</StatusMark>
      <SampleBadge isSample={row.isSample} />
      <span className={css.digest} title={row.digest}>
        {shortDigest(row.digest)}
        <CopyButton label={t('images.copyDigest')} text={row.digest} icon="copy" />
      </span>
    </>
  );
}

const sbomFormats = ['cyclonedx', 'spdx', 'spdx3', 'json'] as const;
const reportFormats = ['html', 'sarif', 'junit', 'gitlab', 'github', 'cyclonedx-vex', 'json'] as const;

function Downloads(props: { readonly digest: string }): ReactNode {
  const t = useT();
  const params = { digest: props.digest };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon aria-label={t('images.download')} title={t('images.download')}>
          <Icon name="download" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('images.sbom')}</Menu.Label>
        {sbomFormats.map((format) => (
          <Menu.Item
            key={format}
            component="a"
            download
            href={addressOf('getImageSbom', { params, query: { format } })}
          >
            {t(`images.sbomFormat.${format}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t('images.report')}</Menu.Label>
        {reportFormats.map((format) => (
          <Menu.Item
            key={format}
            component="a"
            download
            href={addressOf('getImageReport', { params, query: { format } })}
          >
            {t(`images.reportFormat.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Tabs(props: { readonly tab: Tab; readonly image: ImageDetail }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { update } = useView();
  const { report } = props.image;
  const counts: Readonly<Partial<Record<Tab, number>>> = {
    vulnerabilities: report.matches.length,
    packages: report.sbom.packages.length,
    files: report.fileFindings?.length ?? 0,
    layers: report.layers.length,
    configuration: report.configFindings.length,
  };
  return (
    <Choice
      label={t('images.parts')}
      value={props.tab}
      onChange={(next) =>
        update({
          view: next === 'overview' ? undefined : next,
          open: undefined,
          sort: undefined,
          text: undefined,
          pills: [],
          hidden: [],
        })
      }
      options={tabs.map((value) => {
        const count = counts[value];
        const label = t(`images.tab.${value}`);
        return count === undefined ? { value, label } : { value, label, count: formats.compact(count) };
      })}
    />
  );
}

function TabBody(props: { readonly tab: Tab; readonly image: ImageDetail }): ReactNode {
  const { report } = props.image;
  switch (props.tab) {
    case 'overview':
      return <OverviewTab image={props.image} />;
    case 'vulnerabilities':
      return <VulnerabilitiesTab report={report} />;
    case 'fixes':
      return <FixesTab report={report} />;
    case 'packages':
      return <PackagesTab report={report} categories={props.image.licenseCategories} />;
    case 'verdicts':
      return <VerdictsTab image={props.image} />;
    case 'files':
      return <FilesTab report={report} />;
    case 'layers':
      return <LayersTab report={report} />;
    case 'configuration':
      return <ConfigurationTab report={report} />;
  }
}

function tabOf(view: string | undefined): Tab {
  return tabs.find((tab) => tab === view) ?? 'overview';
}
